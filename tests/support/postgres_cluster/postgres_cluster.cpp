#include "tests/support/postgres_cluster/postgres_cluster.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "schema/storage/database.h"

namespace garita::testing {
namespace {

constexpr const char* kScript =
    GARITA_SOURCE_DIR "/tests/support/postgres_cluster/postgres-cluster";

std::string read_line(int descriptor) {
  std::string line;
  char c = 0;
  while (::read(descriptor, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

PostgresCluster::PostgresCluster(const std::vector<std::string>& settings) {
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  ensure(::pipe2(to.data(), O_CLOEXEC) == 0 && ::pipe2(from.data(), O_CLOEXEC) == 0,
         "a test has pipes");
  std::vector<const char*> arguments{kScript};
  for (const auto& setting : settings) arguments.push_back(setting.c_str());
  arguments.push_back(nullptr);
  child_ = ::fork();
  if (child_ == 0) {
    ::dup2(to[0], STDIN_FILENO);
    ::dup2(from[1], STDOUT_FILENO);
    ::execv(kScript, const_cast<char* const*>(arguments.data()));
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  holds_ = to[1];
  address_ = read_line(from[0]);
  ::close(from[0]);
  EXPECT_TRUE(address_.starts_with("postgresql://")) << "no PostgreSQL server could be started";
}

PostgresCluster::~PostgresCluster() {
  ::close(holds_);
  int status = 0;
  ::waitpid(child_, &status, 0);
}

PostgresCluster& PostgresCluster::of_program() {
  static PostgresCluster cluster;
  return cluster;
}

std::string PostgresCluster::fresh_address() {
  const std::string place = "place_" + std::to_string(++places_);
  auto database = Database::connect(address_);
  EXPECT_TRUE(database && database->run_script("CREATE SCHEMA " + place));
  return address_ + "&options=-csearch_path%3D" + place;
}

void PostgresCluster::cut_connections() {
  auto database = Database::connect(address_);
  EXPECT_TRUE(database && database->run_script(
                              "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                              "backend_type = 'client backend' AND pid <> pg_backend_pid()"));
}

}  // namespace garita::testing
