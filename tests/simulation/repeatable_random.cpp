#include "tests/simulation/repeatable_random.h"

// RAND_METHOD is deprecated since OpenSSL 3.0 and works; its successor is a provider of 200 lines.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>

#include "schema/vocabulary/result.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {
namespace {

Dice& dice() {
  static Dice all(0);
  return all;
}

int fill(unsigned char* out, int count) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<unsigned char>(dice().bits());
  return 1;
}

int is_seeded() { return 1; }

}  // namespace

void make_random_repeatable(std::uint64_t seed) {
  static const RAND_METHOD method{nullptr, fill, nullptr, nullptr, fill, is_seeded};
  dice() = Dice(seed);
  ensure(RAND_set_rand_method(&method) == 1, "OpenSSL takes another source of random bytes");
}

}  // namespace garita::tests
