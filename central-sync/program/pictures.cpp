// pictures: what was kept as evidence of a crossing, for somebody who says why.
#include <algorithm>
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/reports/pictures.h"
#include "schema/crypto/private_file.h"

namespace garita::central {
namespace {

/// By what a picture begins with.
std::string_view extension_of(ByteView content) {
  const auto begins = [&](std::string_view with) { return text_of(content).starts_with(with); };
  if (begins("\xff\xd8\xff")) return ".jpg";
  if (begins("\x89PNG")) return ".png";
  if (begins("RIFF")) return ".webp";
  if (begins("II*") || begins("MM")) return ".tif";
  if (begins("BM")) return ".bmp";
  return ".picture";
}

std::string file_name(const RecordId& crossing, std::size_t number, const Picture& picture) {
  std::string name = crossing.text();
  std::ranges::replace(name, ':', '_');
  return name + "-" + std::to_string(number) + "-" + std::string(picture_kind_name(picture.kind)) +
         std::string(extension_of(picture.content));
}

Result<void> hand_out(const PicturesOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(crossing, RecordId::parse(options.record));
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  const ProjectorKeys keys = keyring.keys();
  GARITA_TRY(pictures, pictures_of(*centre.database, keys, crossing));
  if (pictures.empty()) {
    terminal.err << crossing.text() << " has no pictures\n";
    return {};
  }
  // Who looks is written down before anything is shown.
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  AuditNote note;
  note.at = centre.clock->now();
  note.action = "pictures_seen";
  note.subject = crossing.text();
  note.reason = options.why;
  GARITA_CHECK(journal.write(note, Lane::kAudit, note.at));
  std::error_code error;
  std::filesystem::create_directories(options.to, error);
  if (error) return fail(Remedy::kReject, options.to.string() + ": " + error.message());
  std::size_t number = 0;
  for (const auto& picture : pictures) {
    const auto file = options.to / file_name(crossing, ++number, picture);
    GARITA_CHECK(save_private_file(file, picture.content));
    terminal.out << file.string() << '\n';
  }
  return {};
}

}  // namespace

ExitStatus run_pictures(const PicturesOptions& options, const Terminal& terminal) {
  return report(hand_out(options, terminal), terminal);
}

}  // namespace garita::central
