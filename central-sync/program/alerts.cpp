// alerts convert: lists of other offices as one list of ours.
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>

#include "central-sync/alerts/mapped_list.h"
#include "central-sync/alerts/un_list.h"
#include "central-sync/program/centre.h"
#include "central-sync/program/listed_pictures.h"
#include "central-sync/program/mapped_file.h"
#include "schema/alerts/alert_entry.h"
#include "schema/alerts/alert_picture.h"
#include "schema/crypto/private_file.h"

namespace garita::central {
namespace {

constexpr std::size_t kMappingBytesMax = std::size_t{1024} * 1024;

/// One file on its way into the list that is printed.
class Conversion {
 public:
  Conversion(const AlertsOptions& options, const ListDefaults& defaults, const Terminal& terminal)
      : options_(options),
        defaults_(defaults),
        terminal_(terminal),
        pictures_(options.reader, options.pictures),
        column_(options.pictures.empty() ? PictureColumn::kLeftOut : PictureColumn::kThere) {}

  /// Whether all of it has a place in ours.
  Result<bool> convert(const std::filesystem::path& file) {
    GARITA_TRY(content, MappedFile::open(file));
    bool whole = true;
    const ListSink sink{[&](const AlertEntry& entry) { write(entry); },
                        [&](const std::string& what) {
                          whole = false;
                          terminal_.err << file.string() << ": " << what << '\n';
                        },
                        [&](const std::string& name) { return picture(file, name); }};
    auto done = read(content.bytes(), sink);
    if (done && stopped_) done = Failure(*stopped_);
    if (!done) return fail(done.error(), file.string());
    return whole;
  }

  /// Writes what there is: of lists one of which cannot be read nothing, since a part may be taken
  /// for the whole. Whether all pictures that are named are there.
  Result<bool> end() {
    GARITA_CHECK(pictures_.keep());
    terminal_.out << alert_header(column_) << rows_;
    const auto missing = pictures_.missing();
    if (missing == 0) return true;
    terminal_.err << missing << " pictures are named and in no list given\n";
    return false;
  }

 private:
  Result<void> read(ByteView content, const ListSink& sink) {
    if (is_un_list(content)) {
      if (defaults_.instruction.empty())
        return fail(Remedy::kReject, "the list says of nobody what is to be done: --instruction");
      return read_un_list(content, defaults_, sink);
    }
    if (is_picture_list(text_of(content))) return pictures_.take_list(text_of(content));
    if (options_.mapping.empty()) return read_ours(text_of(content), sink);
    GARITA_TRY(text, read_file(options_.mapping, kMappingBytesMax));
    auto mapping = parse_list_mapping(text);
    if (!mapping) return fail(mapping.error(), options_.mapping.string());
    if (defaults_.instruction.empty() && !mapping->columns.contains("instruction"))
      return fail(Remedy::kReject, "no column says what is to be done: --instruction");
    return read_mapped_list(text_of(content), *mapping, defaults_, sink);
  }

  static Result<void> read_ours(std::string_view csv, const ListSink& sink) {
    return for_each_alert_with_files(csv, [&](AlertEntry entry, std::size_t line) {
      const auto named = std::exchange(entry.picture, "");
      auto reference = named.empty() ? Result<std::string>("") : sink.picture(named);
      if (reference)
        entry.picture = *std::move(reference);
      else
        sink.left_out("line " + std::to_string(line) + ": picture " + named + ": " +
                      reference.error().message);
      sink.take(entry);
    });
  }

  /// A picture that is none leaves its entry without one; that none can be made at all stops
  /// everything.
  Result<std::string> picture(const std::filesystem::path& list, const std::string& name) {
    if (stopped_) return std::string();
    auto reference = pictures_.take(list, name);
    if (reference || reference.error().remedy == Remedy::kReject) return reference;
    stopped_ = reference.error();
    return std::string();
  }

  /// What several lists, or one twice, say in the same words is said once.
  void write(const AlertEntry& entry) {
    const auto row = alert_row(entry, column_);
    if (written_.insert(sha256(bytes_of(row))).second) rows_ += row;
  }

  const AlertsOptions& options_;
  const ListDefaults& defaults_;
  const Terminal& terminal_;
  ListedPictures pictures_;
  PictureColumn column_;
  std::optional<Error> stopped_;
  std::string rows_;
  std::set<Digest> written_;
};

Result<bool> convert_all(const AlertsOptions& options, const Terminal& terminal) {
  GARITA_TRY(action, parse_alert_action(options.action));
  const ListDefaults defaults{options.instruction, action};
  Conversion conversion(options, defaults, terminal);
  bool whole = true;
  for (const auto& file : options.files) {
    GARITA_TRY(all, conversion.convert(file));
    whole = whole && all;
  }
  GARITA_TRY(pictured, conversion.end());
  return whole && pictured;
}

}  // namespace

ExitStatus run_alerts_convert(const AlertsOptions& options, const Terminal& terminal) {
  const auto whole = convert_all(options, terminal);
  if (!whole) return report(whole.error(), terminal);
  return *whole ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace garita::central
