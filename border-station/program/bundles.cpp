#include <algorithm>
#include <functional>
#include <iostream>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "border-station/uplink/bundles.h"
#include "schema/crypto/private_file.h"
#include "schema/vocabulary/clock.h"

namespace garita::station {
namespace {

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return kExitSomeFailed;
}

Result<TakenAnswer> take_content(Ledger& ledger, ByteView content,
                                 const std::function<void(const Error&)>& complain) {
  auto taken = import_answer(ledger, content, complain);
  if (taken) return taken;
  return fail(taken.error().remedy, taken.error().message + "; nothing of it was taken");
}

void print(const std::string& file, const TakenAnswer& taken) {
  std::cout << file << ": " << taken.receipts << " receipts, " << taken.bulletins
            << " bulletins taken";
  if (taken.of_others > 0) {
    std::cout << "; " << taken.of_others << " receipts are for other stations";
  }
  std::cout << "\n";
  if (taken.set_back > 0) {
    std::cout << file << ": the centre was set back to a backup and does not hold any more what it"
              << " had confirmed: export again, and take that stick to it\n";
  }
  for (const auto& [channel, older] : taken.older) {
    std::cout << file << ": " << channel << " " << older.version
              << " is not taken: this post holds a newer one, number " << older.held
              << " (where the centre came back from a backup, connect the post once)\n";
  }
}

int import_file(Ledger& ledger, const std::string& file) {
  int status = kExitDone;
  const auto complain = [&](const Error& error) {
    status = failed({error.remedy, file + ": " + error.message});
  };
  const auto content = load_private_file(file, kBundleBytesMax + kFrameBytesMax);
  if (!content) return failed(content.error());
  const auto taken = take_content(ledger, content->view(), complain);
  if (!taken) {
    complain(taken.error());
    return status;
  }
  if (taken->goes_up) {
    std::cout << file << ": records of " << (taken->sender ? taken->sender->value() : "a station")
              << " on their way to the centre, skipped\n";
    return status;
  }
  print(file, *taken);
  return status;
}

}  // namespace

int run_export(const std::filesystem::path& data, const std::filesystem::path& folder) {
  const DataDirectory directory(data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return failed({Remedy::kRetry, "--to " + folder.string() + ": " + error.message()});
  std::string time = ledger->now().rfc3339();
  std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
  const std::string name = ledger->place().station.value() + "-" + time;
  int files = 0;
  // STATION-TIME-0001.garita, -0002, …
  const auto keep = [&](ByteView content) -> Result<void> {
    const auto file = folder / bundle_file_name(name, ++files);
    GARITA_CHECK(save_private_file(file, content));
    std::cout << file.string() << "\n";
    return {};
  };
  const auto records = export_bundle(*ledger, keep);
  if (!records) return failed(records.error());
  std::cerr << *records << " records that the centre has not confirmed\n";
  return kExitDone;
}

int run_import(const std::filesystem::path& data, const std::vector<std::string>& files) {
  const DataDirectory directory(data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  int status = kExitDone;
  for (const auto& file : files) status = std::max(status, import_file(*ledger, file));
  return status;
}

}  // namespace garita::station
