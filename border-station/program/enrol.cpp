#include <iostream>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "border-station/uplink/uplink.h"
#include "schema/crypto/private_file.h"
#include "schema/vocabulary/clock.h"

namespace garita::station {
namespace {

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return error.remedy == Remedy::kReject ? kExitRefused : kExitSomeFailed;
}

/// The bulletins that came with the file; one that is refused leaves the others.
int take_first_bulletins(const DataDirectory& directory, const Enrolment& enrolment) {
  const auto clock = clock_of_installation(enrolment.exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  int status = kExitDone;
  for (const auto& bytes : enrolment.bulletins) {
    auto bulletin = read_bulletin(bytes);
    const auto taken = bulletin ? ledger->take_bulletin(*bulletin)
                                : Result<TakenBulletin>(Failure(bulletin.error()));
    if (taken) continue;
    std::cerr << "enrolment file: " << taken.error().message << "\n";
    status = kExitSomeFailed;
  }
  std::cout << enrolment.station.value() << " is enrolled\n";
  return status;
}

int finish(const DataDirectory& directory, const EnrolmentAnswer& answer) {
  const auto finished = finish_enrolment(directory, answer, SystemClock().now());
  if (!finished) return failed(finished.error());
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  return take_first_bulletins(directory, *enrolment);
}

int ask_the_centre(const EnrolOptions& options, const DataDirectory& directory,
                   const Enrolment& enrolment) {
  const auto request = begin_enrolment(directory, enrolment, SystemClock().now());
  if (!request) return failed(request.error());
  // Whoever was stopped after the answer came has only the bulletins left to take.
  if (is_enrolled(directory)) return take_first_bulletins(directory, enrolment);
  const auto authority = Certificate::from_pem(enrolment.authority_certificate);
  if (!authority) return failed(authority.error());
  const auto& centres = options.centres.empty() ? enrolment.centres : options.centres;
  const auto answer = enrol_over_link(centres, *authority, *request);
  if (answer) return finish(directory, *answer);
  if (answer.error().remedy == Remedy::kReject) return failed(answer.error());
  std::cerr << answer.error().message << "\ncarry " << directory.request().string()
            << " to the centre (garita-central enrol --request) and run enrol with its answer, or "
               "run enrol again when there is a link\n";
  return kExitSomeFailed;
}

}  // namespace

int run_enrol(const EnrolOptions& options) {
  const DataDirectory directory(options.data);
  const auto content = load_private_file(options.file, kEnrolmentBytesMax);
  if (!content) return failed(content.error());
  const auto text = text_of(content->view());
  if (const auto answer = parse_enrolment_answer(text)) return finish(directory, *answer);
  const auto enrolment = parse_enrolment(text);
  if (!enrolment) {
    // Not refused: nothing was understood of it.
    std::cerr << options.file.string() << ": " << enrolment.error().message << "\n";
    return kExitSomeFailed;
  }
  return ask_the_centre(options, directory, *enrolment);
}

}  // namespace garita::station
