#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace garita {

/// One event without an id, in the form of the wire (HTML Living Standard, 9.2.6). `data` is one
/// line.
[[nodiscard]] std::string event_text(std::string_view event, std::string_view data);

struct EventLimits {
  std::size_t history_events_max = 256;  ///< kept for clients that come back
  std::size_t queue_events_max = 64;     ///< a client that is further behind is dropped
  std::size_t clients_max = 64;
};

/// Live events to any number of console pages. Every event goes to every client, so `data` holds
/// nothing that one of them may not see. Safe to use from any thread.
class EventStream {
 public:
  /// `life` differs from one start of the program to the next, so that ids of an earlier life are
  /// recognised ("resync"); letters and digits.
  explicit EventStream(std::string life, EventLimits limits = {});
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  ~EventStream();

  /// `event` is a name ("strip", "decision"), `data` one line of JSON.
  void publish(std::string_view event, std::string_view data);

  struct Client;
  /// One open page. Leaves the stream when it goes.
  class Subscription {
   public:
    Subscription(EventStream& stream, std::shared_ptr<Client> client);
    Subscription(Subscription&&) noexcept = default;
    Subscription& operator=(Subscription&&) noexcept = delete;
    ~Subscription();
    /// What has to be written now, in the form of the wire; empty when nothing is new.
    [[nodiscard]] std::string take();
    /// It was too slow and has to connect again.
    [[nodiscard]] bool lagged() const;

   private:
    EventStream* stream_;
    std::shared_ptr<Client> client_;  ///< shared with the stream's list of clients, nobody else
  };

  /// Begins after `last_event_id`; where that is unknown or too long ago, with an event "resync",
  /// which tells the page to load everything again. `wake` is called when there is something to
  /// take, on the publisher's thread; it must be quick and must not call back. Nothing when
  /// clients_max are here.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(std::string_view last_event_id,
                                                        std::function<void()> wake);
  [[nodiscard]] std::size_t clients() const;

 private:
  struct Event {
    std::uint64_t number;
    std::string text;
  };
  [[nodiscard]] std::string wire_text(std::uint64_t number, std::string_view event,
                                      std::string_view data) const;
  void fill_from_history(std::string_view last_event_id, Client& client) const;
  void leave(const std::shared_ptr<Client>& client);

  const std::string life_;
  const EventLimits limits_;
  mutable std::mutex mutex_;  ///< guards all below
  std::uint64_t number_ = 0;
  std::deque<Event> history_;
  std::vector<std::shared_ptr<Client>> clients_;
};

}  // namespace garita
