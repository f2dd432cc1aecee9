#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

#include "schema/vocabulary/clock.h"

namespace garita::tests {

using Span = std::chrono::milliseconds;

/// Virtual time: what is to happen, in order; nothing waits.
class Agenda {
 public:
  using Action = std::function<void()>;

  /// Since the beginning of the run; a steady clock.
  [[nodiscard]] Instant now() const { return now_; }
  void after(Span span, Action action) { at(now_.plus(span), std::move(action)); }
  void at(Instant moment, Action action) {
    const Instant not_before = moment < now_ ? now_ : moment;
    actions_.emplace(std::pair(not_before.milliseconds, number_++), std::move(action));
  }
  /// Everything up to `moment`, until `done` says so.
  void run_until(Instant moment, const std::function<bool()>& done) {
    while (!actions_.empty() && actions_.begin()->first.first <= moment.milliseconds) {
      auto next = actions_.extract(actions_.begin());
      now_ = Instant{next.key().first};
      next.mapped()();
      if (done()) return;
    }
    now_ = moment;
  }

 private:
  Instant now_;
  std::uint64_t number_ = 0;
  std::map<std::pair<std::int64_t, std::uint64_t>, Action> actions_;
};

/// A machine's wall clock, right or wrong.
class VirtualClock : public Clock {
 public:
  VirtualClock(const Agenda& agenda, Instant begin) : agenda_(agenda), begin_(begin) {}
  [[nodiscard]] Instant now() const override {
    return begin_.plus(agenda_.now() - Instant{}).plus(wrong_by_);
  }
  void set_wrong_by(Span span) { wrong_by_ = span; }

 private:
  const Agenda& agenda_;
  Instant begin_;
  Span wrong_by_{0};
};

}  // namespace garita::tests
