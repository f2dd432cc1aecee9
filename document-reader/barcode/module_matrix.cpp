#include "document-reader/barcode/module_matrix.h"

#include <utility>

namespace garita::reader {

ModuleMatrix inverted(ModuleMatrix modules) {
  for (auto& module : modules.dark) module = module != 0 ? 0 : 1;
  return modules;
}

ModuleMatrix transposed(const ModuleMatrix& modules) {
  ModuleMatrix turned;
  turned.columns = modules.rows;
  turned.rows = modules.columns;
  turned.dark.reserve(modules.dark.size());
  for (int row = 0; row < turned.rows; ++row) {
    for (int column = 0; column < turned.columns; ++column) {
      turned.dark.push_back(modules.at(row, column) ? 1 : 0);
    }
  }
  return turned;
}

}  // namespace garita::reader
