#include "central-sync/program/listed_pictures.h"

#include <algorithm>

#include "central-sync/program/centre.h"
#include "schema/alerts/alert_picture.h"
#include "schema/crypto/private_file.h"
#include "schema/journal/sections.h"

namespace garita::central {
namespace {

std::filesystem::path reader_or_beside(const std::filesystem::path& reader) {
  if (!reader.empty()) return reader;
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "garita-reader";
}

/// A list from elsewhere names nothing but what came with it.
Result<std::filesystem::path> beside(const std::filesystem::path& list, const std::string& name) {
  const std::filesystem::path path(name);
  const bool leaves = path.is_absolute() || std::ranges::find(path, "..") != path.end();
  if (leaves) return fail(Remedy::kReject, "it is not below the folder of the list");
  auto file = list.parent_path() / path;
  std::error_code error;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file, error)))
    return fail(Remedy::kReject, "there is no such file");
  return file;
}

}  // namespace

ListedPictures::ListedPictures(const std::filesystem::path& reader, std::filesystem::path out)
    : process_(reader_or_beside(reader)), out_(std::move(out)) {}

Result<void> ListedPictures::add(ByteView jpeg) {
  if (!there_.insert(picture_reference(jpeg)).second) return {};
  rows_ += picture_row(jpeg);
  if (rows_.size() + pictures_header().size() <= kListBytesMax) return {};
  return fail(Remedy::kRepair, "there are more pictures than a list may have");
}

Result<std::string> ListedPictures::made_small(const std::filesystem::path& file) {
  const auto known = references_.find(file);
  if (known != references_.end()) return known->second;
  auto content = read_file(file, reader::ConfinedProcess::kPictureBytesMax);
  if (!content) return fail(Remedy::kReject, "it cannot be read, or is too large");
  auto jpeg = process_.portrait(bytes_of(*content));
  // One that cost the process its life is one picture less.
  const bool this_one = !jpeg && jpeg.error().remedy == Remedy::kRetry;
  if (this_one) return fail(Remedy::kReject, jpeg.error().message);
  if (!jpeg) return Failure(jpeg.error());
  GARITA_CHECK(add(*jpeg));
  return references_[file] = picture_reference(*jpeg);
}

Result<std::string> ListedPictures::take(const std::filesystem::path& list,
                                         const std::string& name) {
  if (out_.empty())
    return fail(Remedy::kAskOfficer, "the list names pictures: --pictures says where they go");
  std::string reference = name;
  if (!is_picture_reference(name)) {
    GARITA_TRY(file, beside(list, name));
    GARITA_TRY(made, made_small(file));
    reference = std::move(made);
  }
  named_.insert(reference);
  return reference;
}

Result<void> ListedPictures::take_list(std::string_view csv) {
  if (out_.empty())
    return fail(Remedy::kAskOfficer, "a list of pictures: --pictures says where they go");
  Result<void> taken;
  GARITA_CHECK(for_each_picture(csv, [&](const std::string& reference, const Bytes& jpeg) {
    if (taken) taken = take_made(reference, jpeg);
  }));
  return taken;
}

Result<void> ListedPictures::take_made(const std::string& reference, const Bytes& jpeg) {
  if (there_.contains(reference)) return {};
  const auto again = process_.portrait(jpeg);
  if (again) return add(jpeg);
  if (again.error().remedy == Remedy::kRepair) return Failure(again.error());
  return fail(Remedy::kReject, reference + ": " + again.error().message);
}

std::size_t ListedPictures::missing() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      named_, [&](const std::string& reference) { return !there_.contains(reference); }));
}

Result<void> ListedPictures::keep() const {
  if (out_.empty()) return {};
  return save_private_file(out_, bytes_of(pictures_header() + rows_));
}

}  // namespace garita::central
