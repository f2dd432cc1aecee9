#pragma once

#include <functional>
#include <string>

#include "schema/alerts/alert_entry.h"

namespace garita::central {

/// What a list from elsewhere says for all its entries, where it says nothing itself.
struct ListDefaults {
  std::string instruction;
  AlertAction action = AlertAction::kAsWritten;
};

/// Where the entries of a list from elsewhere go, one after the other, and what of it has no place
/// in ours, in words: whose it is, what is missing, and that it was left out.
struct ListSink {
  std::function<void(const AlertEntry&)> take;
  std::function<void(const std::string&)> left_out;
};

}  // namespace garita::central
