#pragma once

#include <cstdint>

namespace garita::tests {

/// From now on OpenSSL's random bytes of this process come from `seed`: keys, salts and signatures
/// are the same in every run of it, so a run that failed fails again. Nothing here is secret.
void make_random_repeatable(std::uint64_t seed);

}  // namespace garita::tests
