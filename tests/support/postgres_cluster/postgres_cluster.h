#pragma once

#include <string>
#include <vector>

namespace garita::testing {

/// A PostgreSQL server of a test program's own (postgres-cluster beside this), with fsync as a real
/// one. It is gone when this is destroyed, and when the program ends in any other way.
class PostgresCluster {
 public:
  /// `settings`: "fsync=off" and the like.
  explicit PostgresCluster(const std::vector<std::string>& settings = {});
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;
  ~PostgresCluster();

  /// Made when it is asked for first; one a program.
  static PostgresCluster& of_program();

  [[nodiscard]] const std::string& address() const { return address_; }
  /// The address of an empty place, apart from all others.
  [[nodiscard]] std::string fresh_address();
  /// As when the server is restarted: every connection of the others is cut.
  void cut_connections();

 private:
  std::string address_;
  int child_ = -1;
  int holds_ = -1;  ///< the pipe's end; the server stops when it closes
  int places_ = 0;
};

}  // namespace garita::testing
