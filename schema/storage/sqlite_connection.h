#pragma once

#include <sqlite3.h>

#include <memory>

// Seen by the .cpp files of this folder alone.
namespace garita::sqlite {

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

}  // namespace garita::sqlite
