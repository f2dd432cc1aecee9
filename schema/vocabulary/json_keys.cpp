#include "schema/vocabulary/json_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace garita {
namespace {

using nlohmann::json;

/// Follows a text, and stops at the first key that its object has already.
class Keys : public nlohmann::json_sax<json> {
 public:
  bool start_object(std::size_t) override {
    objects_.emplace_back();
    return true;
  }
  bool end_object() override {
    objects_.pop_back();
    return true;
  }
  bool key(string_t& name) override {
    if (objects_.back().insert(name).second) return true;
    twice_ = name;
    return false;
  }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
  [[nodiscard]] const std::optional<std::string>& twice() const { return twice_; }

 private:
  std::vector<std::set<std::string>> objects_;
  std::optional<std::string> twice_;
};

/// Anything else may be what was meant for a value.
bool looks_like_a_key(const std::string& name) {
  constexpr std::size_t kKeyCharactersMax = 40;
  return !name.empty() && name.size() <= kKeyCharactersMax &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Result<void> check_keys_once(std::string_view text) {
  Keys keys;
  const bool all = json::sax_parse(text, &keys);
  if (all || !keys.twice()) return {};
  const auto& key = *keys.twice();
  return fail(Remedy::kReject,
              (looks_like_a_key(key) ? "the key " + key : std::string("a key")) + " comes twice");
}

}  // namespace garita
