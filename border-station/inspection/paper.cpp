#include "border-station/inspection/paper.h"

namespace garita::station {

std::vector<Fault> announcement_faults(const PaperSpan& span, Instant now) {
  std::vector<Fault> faults;
  if (span.from > now) faults.push_back({"/from", "in_the_future", "a period begins when it does"});
  if (span.from < now.minus(kPaperBackMost)) {
    faults.push_back({"/from", "too_far_back", "a period is announced within a week"});
  }
  if (span.to && *span.to <= span.from) {
    faults.push_back({"/to", "before_the_beginning", "it ends after it begins"});
  }
  if (span.to && *span.to > now.plus(kPaperForeseenMost)) {
    faults.push_back({"/to", "in_the_future", "nobody knows hours so far ahead"});
  }
  return faults;
}

bool is_long_open(Instant announced_at, Instant now) {
  return now > announced_at.plus(kPaperAskAfter);
}

std::vector<Fault> typed_in_faults(const PaperSpan& span, Instant at, Instant now) {
  std::vector<Fault> faults;
  if (at > now) faults.push_back({"/paper_at", "in_the_future", "it was decided before"});
  if (at < span.from || (span.to && at > *span.to)) {
    faults.push_back({"/paper_at", "outside_the_period", "the post was not on paper then"});
  }
  return faults;
}

}  // namespace garita::station
