#include "schema/vocabulary/result.h"

#include <cstdio>
#include <cstdlib>

namespace garita {

void ensure(bool condition, std::string_view why_it_must_hold) {
  if (condition) return;
  std::fprintf(stderr, "garita: broken promise: %.*s\n", static_cast<int>(why_it_must_hold.size()),
               why_it_must_hold.data());
  std::abort();
}

}  // namespace garita
