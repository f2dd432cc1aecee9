#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace garita::reader {

/// The modules of one matrix symbol, row after row; 1 is dark.
class ModuleMatrix {
 public:
  int columns = 0;
  int rows = 0;
  std::vector<std::uint8_t> dark;

  [[nodiscard]] bool at(int column, int row) const { return dark[place(column, row)] != 0; }
  void set(int column, int row, bool is_dark) { dark[place(column, row)] = is_dark ? 1 : 0; }

 private:
  [[nodiscard]] std::size_t place(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(column);
  }
};

[[nodiscard]] ModuleMatrix inverted(ModuleMatrix modules);
/// Columns and rows exchanged: what a symbol seen in a mirror needs.
[[nodiscard]] ModuleMatrix transposed(const ModuleMatrix& modules);

}  // namespace garita::reader
