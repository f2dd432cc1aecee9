#include "central-sync/store/relational/listed.h"

namespace garita::central {

const std::string& list_of(bool one) {
  static const std::string kOne = "(?1)";
  static const std::string kMany = [] {
    std::string text = "(?1";
    for (std::size_t i = 2; i <= kListed; ++i) text += ", ?" + std::to_string(i);
    return text + ")";
  }();
  return one ? kOne : kMany;
}

}  // namespace garita::central
