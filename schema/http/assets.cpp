#include "schema/http/assets.h"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"

namespace garita {

namespace {

constexpr std::size_t kFilesMax = 1000;
constexpr std::size_t kAllBytesMax = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kEntityTagHexDigits = 32;

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kContentTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
}};

std::string content_type_of(std::string_view path) {
  for (const auto& [extension, type] : kContentTypes) {
    if (path.ends_with(extension)) return std::string(type);
  }
  return "application/octet-stream";
}

bool names_a_page(std::string_view path) {
  const std::string_view last = path.substr(path.rfind('/') + 1);
  return !path.starts_with("/api/") && !path.starts_with("/assets/") && path != "/metrics" &&
         last.find('.') == std::string_view::npos;
}

bool holds_tag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

}  // namespace

Result<Assets> Assets::load(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  Assets assets;
  std::size_t total = 0;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    std::ifstream file(entry->path(), std::ios::binary);
    std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) return fail(Remedy::kRepair, "cannot read " + entry->path().string());
    total += body.size();
    if (assets.files_.size() >= kFilesMax || total > kAllBytesMax) {
      return fail(Remedy::kRepair, "the console's pages are too large: " + folder.string());
    }
    assets.add("/" + entry->path().lexically_relative(folder).generic_string(), std::move(body));
  }
  if (error || !assets.files_.contains("/index.html")) {
    return fail(Remedy::kRepair, "no console's pages in " + folder.string());
  }
  return assets;
}

void Assets::add(std::string path, std::string body) {
  const std::string hash = to_hex(sha256(bytes_of(body))).substr(0, kEntityTagHexDigits);
  std::string type = content_type_of(path);
  files_[std::move(path)] = {std::move(body), std::move(type), "\"" + hash + "\""};
}

std::optional<Response> Assets::answer(const Request& request) const {
  auto found = files_.find(request.path);
  if (found == files_.end() && names_a_page(request.path)) found = files_.find("/index.html");
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  Response response;
  const bool named_by_hash = found->first.starts_with("/assets/");
  response.headers.push_back({"ETag", file.entity_tag});
  response.headers.push_back(
      {"Cache-Control", named_by_hash ? "public, max-age=31536000, immutable" : "no-cache"});
  if (holds_tag(request.header("If-None-Match").value_or(""), file.entity_tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  response.body = file.body;
  return response;
}

}  // namespace garita
