#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/http/message.h"

namespace garita {

inline constexpr std::size_t kBodyBytesDefault = std::size_t{64} * 1024;
/// A photograph of a document page.
inline constexpr std::size_t kPictureBytesMax = std::size_t{20} * 1024 * 1024;

struct Route {
  std::string method;   ///< GET (answers HEAD too), POST, PUT, PATCH, DELETE
  std::string pattern;  ///< "/api/persons/{person}": a part in braces is a parameter
  Handler handler;
  Gate gate;  ///< may be empty
  std::size_t body_bytes_max = kBodyBytesDefault;
  std::string too_large = "body-too-large";  ///< the problem's name when the body is larger
};

/// Which handler answers which method and path. Filled before the server starts, then only read.
class Router {
 public:
  /// A pattern and method twice is a broken promise of the caller.
  void add(Route route);

  struct Match {
    const Route* route = nullptr;  ///< nothing when no route answers
    Parameters path_parameters;
    std::vector<std::string> allowed;  ///< methods of this path; empty: no such path
  };
  /// `path` as it came, without the query. A literal part wins over a parameter.
  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

/// Percent-decoded (RFC 3986, 2.1); '+' stays. Nothing when a '%' is not followed by two
/// hexadecimal digits or the result is not one line of UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);
/// What follows '?', as browsers write it: '+' is a space. Broken pairs are left out.
[[nodiscard]] Parameters parse_query(std::string_view query);

}  // namespace garita
