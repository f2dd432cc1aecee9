#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/http/message.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// The files of a console's pages, read once into memory. Safe to share.
class Assets {
 public:
  Assets() = default;
  /// Every file below `folder`, at most 1000 of them and 64 MiB in all; "/index.html" answers
  /// "/" too, and every path without a file extension and outside "/api/", so that pages have
  /// addresses of their own. What lies in "/assets/" has its hash in its name and may be cached for
  /// ever. Remedy: repair.
  [[nodiscard]] static Result<Assets> load(const std::filesystem::path& folder);

  /// `path` begins with '/'.
  void add(std::string path, std::string body);
  /// 200, or 304 when If-None-Match holds the entity tag (RFC 9110, 13.1.2); nothing when there is
  /// no such file.
  [[nodiscard]] std::optional<Response> answer(const Request& request) const;
  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string body;
    std::string content_type;
    std::string entity_tag;
  };
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace garita
