#pragma once

#include <optional>
#include <string_view>

#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// How a list lies in the tables whose rows the centre wrote under keyed hashes of its own: the
/// rows, and of the keys in it this station's alone. Constants that are never changed: what lies
/// in the file was sealed by them.
class KeyedList {
 public:
  constexpr KeyedList(std::string_view hash_kind, std::string_view row_column,
                      std::string_view key_column)
      : hash_kind_(hash_kind), row_column_(row_column), key_column_(key_column) {}

  void add_row(const Ledger& ledger, SealedRows& rows, std::string_view reference,
               ByteView content) const;
  /// As the list has it, sealed to this station.
  void add_key(const Ledger& ledger, SealedRows& rows, ByteView sealed) const;

  /// The key of the list in force; absent: it has none for this station, which was enrolled later.
  /// Remedy: repair, when it cannot be opened.
  [[nodiscard]] Result<std::optional<Secret>> key(const Ledger& ledger,
                                                  ListTables::View& list) const;
  /// The row under a reference; the first where there are several.
  [[nodiscard]] Result<std::optional<Secret>> row(const Ledger& ledger, ListTables::View& list,
                                                  std::string_view reference) const;

 private:
  [[nodiscard]] Result<std::optional<Secret>> under(const Ledger& ledger, ListTables::View& list,
                                                    std::string_view reference,
                                                    std::uint8_t kind) const;
  std::string_view hash_kind_;
  std::string_view row_column_;
  std::string_view key_column_;
};

}  // namespace garita::station
