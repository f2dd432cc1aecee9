#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace garita::station {

/// Exit statuses of every program (design/contracts).
inline constexpr int kExitDone = 0;
inline constexpr int kExitSomeFailed = 1;
inline constexpr int kExitWrongUsage = 2;
inline constexpr int kExitRefused = 3;

/// How results are printed.
enum class Format { kText, kJson };

struct EnrolOptions {
  std::filesystem::path data;
  std::filesystem::path file;
  std::vector<std::string> centres;  ///< HOST:PORT in place of the file's
};
[[nodiscard]] int run_enrol(const EnrolOptions& options);

struct RecordOptions {
  std::filesystem::path data;
  std::string file;  ///< "-": standard input
  Format format = Format::kText;
};
[[nodiscard]] int run_record(const RecordOptions& options);

struct DecideOptions {
  std::filesystem::path data;
  std::vector<std::string> files;  ///< "-": standard input
  Format format = Format::kText;
};
/// Of an office: what was decided about persons' status, a decision a file.
[[nodiscard]] int run_decide(const DecideOptions& options);

[[nodiscard]] int run_status(const std::filesystem::path& data, Format format);
[[nodiscard]] int run_vocabulary(Format format);

/// Writes what the centre has not confirmed as bundle files into `folder`, and prints their names.
[[nodiscard]] int run_export(const std::filesystem::path& data,
                             const std::filesystem::path& folder);
/// Takes receipts and bulletins out of bundle files.
[[nodiscard]] int run_import(const std::filesystem::path& data,
                             const std::vector<std::string>& files);

struct ServeOptions {
  std::filesystem::path data;
  std::string desk_address = "127.0.0.1";
  std::uint16_t desk_port = 7420;
  std::vector<std::string> centres;  ///< HOST:PORT in place of the enrolment's
  std::string trust;   ///< a folder with certificates of seals' signers; "": nobody is believed
  std::string drop;    ///< a folder in which a scanner leaves pictures; "": none
  std::string camera;  ///< of the station's own: a device's number or path, or a film; "": none
  int lock_after_minutes = 15;  ///< without a key, a desk's page locks
  std::string neighbour;        ///< the State across the border here; "": none, or several
};
[[nodiscard]] int run_serve(const ServeOptions& options);

}  // namespace garita::station
