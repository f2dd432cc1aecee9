#include "document-reader/program/worker.h"

#include <sys/time.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/confinement.h"
#include "document-reader/program/limits.h"
#include "document-reader/program/picture_file.h"
#include "document-reader/program/standard_streams.h"
#include "document-reader/reading/read_picture.h"
#include "schema/alerts/alert_picture.h"

namespace garita::reader {
namespace {

/// What is said of a picture file.
using Answer = std::function<std::string(ByteView file)>;

/// SIGPROF, which nobody handles, ends the process when a picture uses up its time.
void allow_cpu_seconds(int seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

std::string refusal(const std::string& reason) { return nlohmann::json{{"error", reason}}.dump(); }

std::string reading_of(ByteView file) {
  const auto picture = decode_picture(file);
  if (!picture) return refusal(picture.error().message);
  return to_json(read_picture(*picture, today_utc()), std::nullopt);
}

std::string portrait_of(ByteView file) {
  const auto jpeg =
      small_jpeg(file, {kListedPictureWidthPx, kListedPictureHeightPx, kListedPictureBytesMax});
  if (!jpeg) return refusal(jpeg.error().message);
  return std::string(text_of(*jpeg));
}

std::string answer_to(ByteView file, const Answer& answer) {
  const std::string too_much = "reading it takes more memory than one picture may have";
  try {
    return answer(file);
  } catch (const std::bad_alloc&) {
    return refusal(too_much);
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) return refusal(too_much);
    throw;
  }
}

/// Everything that libraries load or look up on first use is used once, while files may be opened.
void warm_up() {
  cv::setNumThreads(1);
  const cv::Mat1b blank(480, 640, std::uint8_t{255});
  for (const char* format : {".png", ".jpg", ".tiff", ".bmp", ".webp", ".pgm"}) {
    std::vector<std::uint8_t> file;
    cv::imencode(format, blank, file);
    static_cast<void>(decode_picture(file));
    static_cast<void>(portrait_of(file));
  }
  static_cast<void>(
      read_picture({blank.cols, blank.rows, {blank.begin(), blank.end()}}, today_utc()));
}

int serve(const Answer& answer) {
  warm_up();
  if (!confine(kWorkingBytesMax, {})) {
    std::fputs("garita-reader: this system does not let the worker confine itself\n", stderr);
    return 3;
  }
  // OpenCV tells standard error what the answer says: here it would stand between other lines.
  std::cerr.setstate(std::ios_base::failbit);
  while (const auto size = read_length()) {
    // A client that sends more than the limit is out of step: there is no way back.
    if (*size > kFileBytesMax) return 1;
    Bytes file(*size);
    if (!read_whole(file)) return 1;
    allow_cpu_seconds(kCpuSecondsMax);
    const auto said = answer_to(file, answer);
    allow_cpu_seconds(0);
    if (!write_block(bytes_of(said))) return 1;
  }
  return 0;
}

}  // namespace

Date today_utc() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Date::from_days_since_epoch(
      static_cast<int>(std::chrono::floor<std::chrono::days>(now).count()));
}

int serve_as_worker() { return serve(reading_of); }

int serve_portraits() { return serve(portrait_of); }

}  // namespace garita::reader
