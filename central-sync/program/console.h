#pragma once

#include <memory>

#include "central-sync/program/centre.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The directorate's console, serving from start() until it is destroyed.
class Console {
 public:
  /// `layout` and `clock` outlive it. Remedy: retry when the port is taken, else repair.
  [[nodiscard]] static Result<std::unique_ptr<Console>> start(const Layout& layout,
                                                              const Clock& clock,
                                                              const ServeOptions& options);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  ~Console();
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  explicit Console(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace garita::central
