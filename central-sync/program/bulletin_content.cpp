#include "central-sync/program/bulletin_content.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "central-sync/program/list_change.h"
#include "schema/alerts/alert_entry.h"
#include "schema/alerts/alert_picture.h"
#include "schema/api/officers.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/password.h"
#include "schema/crypto/seal_certificate.h"
#include "schema/journal/statements.h"
#include "schema/openstays/cleared_list.h"
#include "schema/openstays/open_stay_list.h"
#include "schema/stay/policy.h"
#include "schema/stay/policy_words.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

constexpr const char* kChannelsSaid =
    "alerts, alert-pictures, cleared-pairs, policies, officers, trust, open-stays, messages";
constexpr std::size_t kMessageBytesMax = std::size_t{16} * 1024;

Result<void> check_policies(const std::string& content, const CentreSettings& settings) {
  GARITA_TRY(pack, PolicyPack::from_toml(content));
  const auto& country = settings.country;
  GARITA_CHECK(
      check_policy_words(content, settings.exercise ? PackStates::kAny : PackStates::kReal));
  if (pack.country() == country) return {};
  return fail(Remedy::kReject, "these are the policies of " + pack.country().value() +
                                   ", and this is the centre of " + country.value());
}

Result<void> check_alerts(const std::string& content) {
  GARITA_CHECK(for_each_alert(content, nullptr));
  // One person may have several names, dates of birth and documents; what is to be done is one.
  constexpr std::string_view kOfThePerson[] = {"instruction", "action", "valid_until"};
  return check_references(content, kOfThePerson);
}

Result<void> check_pictures(const std::string& content) {
  GARITA_CHECK(for_each_picture(content, nullptr));
  return check_references(content);
}

Result<void> check_officers(const std::string& content) {
  GARITA_TRY(accounts, parse_officers(bytes_of(content)));
  std::set<OfficerId> names;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const Account& account = accounts[i];
    const std::string where = "officer " + std::to_string(i + 1);
    if (account.id.value().empty()) return fail(Remedy::kReject, where + " has no id");
    if (!names.insert(account.id).second)
      return fail(Remedy::kReject, where + " has an id that stands in the list already");
    if (account.active && !is_password_verifier(account.password_verifier))
      return fail(Remedy::kReject, where + " has a verifier that no password can be checked with");
  }
  GARITA_TRY(keys, second_factor_keys(bytes_of(content)));
  const auto second = std::ranges::find_if(
      accounts, [](const Account& account) { return !account.second_factor.empty(); });
  if (second != accounts.end() && keys.empty())
    return fail(Remedy::kReject, "officer " + std::to_string(second - accounts.begin() + 1) +
                                     " has a second factor, and the list has no key that opens it "
                                     "at a post: it is given by officer totp");
  if (std::ranges::any_of(accounts, opens_a_desk)) return {};
  return fail(Remedy::kAskOfficer,
              "with this list nobody could open a desk at any post: it has no active officer, "
              "supervisor or examiner");
}

Result<void> check_trust(const std::string& content) {
  auto certificates = read_seal_certificates(bytes_of(content), "trust");
  return certificates ? Result<void>() : Failure(std::move(certificates.error()));
}

Result<void> check_open_stays(const std::string& content) {
  GARITA_CHECK(for_each_open_stay(content, nullptr));
  return check_references(content);
}

Result<void> check_cleared_pairs(const std::string& content) {
  GARITA_CHECK(for_each_cleared_pair(content, nullptr));
  return check_references(content);
}

/// Words for the officers of every post, as they are shown. A table that was meant for another
/// channel has tabs.
Result<void> check_message(const std::string& content) {
  if (content.size() > kMessageBytesMax)
    return fail(Remedy::kReject,
                "a message has " + std::to_string(kMessageBytesMax) + " bytes at most");
  if (content.find_first_not_of(" \r\n") == std::string::npos)
    return fail(Remedy::kReject, "a message that says nothing");
  std::istringstream lines(content);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (!is_one_line(line))
      return fail(Remedy::kReject, "a message is plain text, and line " + std::to_string(number) +
                                       " has a tab or another control character");
  }
  return {};
}

}  // namespace

Result<void> check_content(const std::string& channel, const std::string& content,
                           const CentreSettings& settings) {
  if (!is_channel(channel))
    return fail(Remedy::kReject, "there is no channel " + channel + "; there are " + kChannelsSaid);
  if (channel == "protection")
    return fail(Remedy::kReject,
                "the protection unit's certificate is made and published by protection appoint");
  if (!is_utf8(content)) return fail(Remedy::kReject, "it is no text in UTF-8");
  if (channel == "alerts") return check_alerts(content);
  if (channel == "alert-pictures") return check_pictures(content);
  if (channel == "policies") return check_policies(content, settings);
  if (channel == "officers") return check_officers(content);
  if (channel == "trust") return check_trust(content);
  if (channel == "cleared-pairs") return check_cleared_pairs(content);
  if (channel == "open-stays") return check_open_stays(content);
  return check_message(content);
}

}  // namespace garita::central
