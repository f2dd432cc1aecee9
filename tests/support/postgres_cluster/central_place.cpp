// Test programs that build a country link this in the place of central-sync/store/test_place.cpp.
#include "central-sync/store/test_country.h"
#include "tests/support/postgres_cluster/postgres_cluster.h"

namespace garita::central::testing {

std::string fresh_place(const std::filesystem::path&) {
  return garita::testing::PostgresCluster::of_program().fresh_address();
}

}  // namespace garita::central::testing
