#include "border-station/alerts/alert_pictures.h"

#include <algorithm>
#include <memory>

#include "schema/alerts/alert_picture.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kPictureColumn = "alert picture";
constexpr std::string_view kHashKind = "alert picture";
constexpr std::uint8_t kPicture = 1;

}  // namespace

Result<ReadBulletin> read_alert_pictures(Ledger& ledger, const Bulletin& bulletin) {
  ListTables tables(ledger, kAlertPicturesChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  const auto sealed = std::make_shared<SealedRows>();
  GARITA_CHECK(for_each_picture(
      text_of(bulletin.content), [&](const std::string& reference, const Bytes& jpeg) {
        sealed->rows.push_back(ledger.seal_column(kPictureColumn, jpeg));
        sealed->keys.push_back(
            {ledger.look_up_hash(kHashKind, reference), kPicture, sealed->rows.size()});
      }));
  std::ranges::sort(sealed->keys);
  return tables.reading(bulletin, sealed);
}

Result<std::optional<Secret>> find_alert_picture(ListTables& pictures, std::string_view reference) {
  std::optional<Secret> picture;
  if (!is_picture_reference(reference)) return picture;
  auto& ledger = pictures.ledger();
  GARITA_TRY(list, pictures.view());
  GARITA_CHECK(list.find(ledger.look_up_hash(kHashKind, reference),
                         [&](const ListTables::Found& found) -> Result<bool> {
                           GARITA_TRY(jpeg, ledger.open_column(kPictureColumn, found.sealed));
                           // What is shown is what the entry names.
                           if (picture_reference(jpeg.view()) != reference) return true;
                           picture = std::move(jpeg);
                           return false;
                         }));
  return picture;
}

}  // namespace garita::station
