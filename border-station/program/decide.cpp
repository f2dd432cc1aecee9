// What an office decides about persons' status travels as a post's crossings do.
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "schema/crypto/private_file.h"
#include "schema/record/decision_file.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/clock.h"

namespace garita::station {
namespace {

Result<std::string> text_of_file(const std::string& file) {
  if (file != "-") {
    GARITA_TRY(content, load_private_file(file, kDecisionFileBytesMax));
    return std::string(text_of(content.view()));
  }
  std::string text;
  for (auto next = std::istreambuf_iterator<char>(std::cin);
       next != std::istreambuf_iterator<char>() && text.size() <= kDecisionFileBytesMax; ++next)
    text += *next;
  if (text.size() > kDecisionFileBytesMax) return fail(Remedy::kReject, "it is too long");
  return text;
}

Result<RecordId> decide_one(Ledger& ledger, const std::string& file) {
  GARITA_TRY(text, text_of_file(file));
  const Instant now = ledger.now();
  GARITA_TRY(decision, parse_decision_file(text, now));
  if (decision.kind == StatusKind::kConfirm || decision.kind == StatusKind::kClear)
    return fail(Remedy::kReject, "only the centre judges a flag");
  const auto at = decision.at == now ? std::nullopt : std::optional(decision.at);
  return ledger.append_status_decision(std::move(decision), at);
}

}  // namespace

int run_decide(const DecideOptions& options) {
  const DataDirectory directory(options.data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) {
    std::cerr << enrolment.error().message << "\n";
    return kExitSomeFailed;
  }
  if (enrolment->border != kOffice) {
    std::cerr << "garita-station: " << enrolment->post.value()
              << " is a border post: an office decides about persons' status, or the centre\n";
    return kExitRefused;
  }
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) {
    std::cerr << ledger.error().message << "\n";
    return kExitSomeFailed;
  }
  int status = kExitDone;
  for (const auto& file : options.files) {
    const auto record = decide_one(*ledger, file);
    if (!record) {
      std::cerr << file << ": " << record.error().message << "\n";
      status = kExitSomeFailed;
      continue;
    }
    if (options.format == Format::kJson)
      std::cout << nlohmann::ordered_json{{"record", record->text()}}.dump() << "\n" << std::flush;
    else
      std::cout << record->text() << "\n" << std::flush;
  }
  return status;
}

}  // namespace garita::station
