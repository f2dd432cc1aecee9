#pragma once

#include <span>
#include <vector>

#include "schema/storage/database.h"

namespace garita::storage {

/// Rows with the texts and bytes that they point to.
class RowsCopy {
 public:
  explicit RowsCopy(std::span<const std::vector<Value>> rows);
  RowsCopy(const RowsCopy&) = delete;
  RowsCopy& operator=(const RowsCopy&) = delete;

  [[nodiscard]] std::span<const std::vector<Value>> rows() const { return rows_; }

 private:
  std::vector<char> bytes_;
  std::vector<std::vector<Value>> rows_;
};

}  // namespace garita::storage
