// alerts convert: lists of other offices as one list of ours.
#include <ostream>
#include <set>

#include "central-sync/alerts/mapped_list.h"
#include "central-sync/alerts/un_list.h"
#include "central-sync/program/centre.h"
#include "central-sync/program/mapped_file.h"
#include "schema/alerts/alert_entry.h"
#include "schema/crypto/private_file.h"

namespace garita::central {
namespace {

constexpr std::size_t kMappingBytesMax = std::size_t{1024} * 1024;

/// One file on its way into the list that is printed.
class Conversion {
 public:
  Conversion(const AlertsOptions& options, const ListDefaults& defaults, const Terminal& terminal)
      : options_(options), defaults_(defaults), terminal_(terminal) {}

  /// Whether all of it has a place in ours.
  Result<bool> convert(const std::filesystem::path& file) {
    GARITA_TRY(content, MappedFile::open(file));
    bool whole = true;
    const ListSink sink{[&](const AlertEntry& entry) { write(entry); },
                        [&](const std::string& what) {
                          whole = false;
                          terminal_.err << file.string() << ": " << what << '\n';
                        }};
    auto done = read(content.bytes(), sink);
    if (!done) return fail(done.error(), file.string());
    return whole;
  }

 private:
  Result<void> read(ByteView content, const ListSink& sink) {
    if (is_un_list(content)) {
      if (defaults_.instruction.empty())
        return fail(Remedy::kReject, "the list says of nobody what is to be done: --instruction");
      return read_un_list(content, defaults_, sink);
    }
    if (options_.mapping.empty())
      return for_each_alert(text_of(content), [&](const AlertEntry& entry) { sink.take(entry); });
    GARITA_TRY(text, read_file(options_.mapping, kMappingBytesMax));
    auto mapping = parse_list_mapping(text);
    if (!mapping) return fail(mapping.error(), options_.mapping.string());
    if (defaults_.instruction.empty() && !mapping->columns.contains("instruction"))
      return fail(Remedy::kReject, "no column says what is to be done: --instruction");
    return read_mapped_list(text_of(content), *mapping, defaults_, sink);
  }

  /// What several lists, or one twice, say in the same words is said once.
  void write(const AlertEntry& entry) {
    const auto row = alert_row(entry);
    if (written_.insert(sha256(bytes_of(row))).second) terminal_.out << row;
  }

  const AlertsOptions& options_;
  const ListDefaults& defaults_;
  const Terminal& terminal_;
  std::set<Digest> written_;
};

Result<bool> convert_all(const AlertsOptions& options, const Terminal& terminal) {
  GARITA_TRY(action, parse_alert_action(options.action));
  const ListDefaults defaults{options.instruction, action};
  Conversion conversion(options, defaults, terminal);
  terminal.out << alert_header();
  bool whole = true;
  for (const auto& file : options.files) {
    GARITA_TRY(all, conversion.convert(file));
    whole = whole && all;
  }
  return whole;
}

}  // namespace

ExitStatus run_alerts_convert(const AlertsOptions& options, const Terminal& terminal) {
  const auto whole = convert_all(options, terminal);
  if (!whole) return report(whole.error(), terminal);
  return *whole ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace garita::central
