#include "schema/http/events.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "schema/vocabulary/result.h"

namespace garita {

struct EventStream::Client {
  std::function<void()> wake;
  std::deque<std::string> queue;  ///< guarded by the stream's mutex, as `lagged`
  bool lagged = false;
};

namespace {

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string event_text(std::string_view event, std::string_view data) {
  ensure(event.find('\n') == std::string_view::npos && data.find('\n') == std::string_view::npos &&
             data.find('\r') == std::string_view::npos,
         "an event is one line of JSON");
  std::string text = "event: ";
  text.append(event).append("\ndata: ").append(data).append("\n\n");
  return text;
}

EventStream::Subscription::Subscription(EventStream& stream, std::shared_ptr<Client> client)
    : stream_(&stream), client_(std::move(client)) {}

EventStream::Subscription::~Subscription() {
  if (client_) stream_->leave(client_);
}

std::string EventStream::Subscription::take() {
  const std::lock_guard lock(stream_->mutex_);
  std::string text;
  for (const std::string& event : client_->queue) text += event;
  client_->queue.clear();
  return text;
}

bool EventStream::Subscription::lagged() const {
  const std::lock_guard lock(stream_->mutex_);
  return client_->lagged;
}

EventStream::EventStream(std::string life, EventLimits limits)
    : life_(std::move(life)), limits_(limits) {}

EventStream::~EventStream() = default;

std::string EventStream::wire_text(std::uint64_t number, std::string_view event,
                                   std::string_view data) const {
  return "id: " + life_ + "-" + std::to_string(number) + "\n" + event_text(event, data);
}

void EventStream::publish(std::string_view event, std::string_view data) {
  const std::lock_guard lock(mutex_);
  ++number_;
  const std::string text = wire_text(number_, event, data);
  history_.push_back({number_, text});
  if (history_.size() > limits_.history_events_max) history_.pop_front();
  for (const auto& client : clients_) {
    if (client->lagged) continue;
    if (client->queue.size() >= limits_.queue_events_max) {
      client->lagged = true;
      client->queue.clear();
    } else {
      client->queue.push_back(text);
    }
    client->wake();
  }
}

void EventStream::fill_from_history(std::string_view last_event_id, Client& client) const {
  if (last_event_id.empty()) return;
  const std::string prefix = life_ + "-";
  const auto seen = last_event_id.starts_with(prefix)
                        ? number_in(last_event_id.substr(prefix.size()))
                        : std::nullopt;
  const std::uint64_t oldest = history_.empty() ? number_ + 1 : history_.front().number;
  const bool can_resume = seen && *seen <= number_ && *seen + 1 >= oldest;
  const std::uint64_t missed = can_resume ? number_ - *seen : 0;
  if (!can_resume || missed > limits_.queue_events_max) {
    client.queue.push_back(wire_text(number_, "resync", "{}"));
    return;
  }
  for (const Event& event : history_) {
    if (event.number > *seen) client.queue.push_back(event.text);
  }
}

std::unique_ptr<EventStream::Subscription> EventStream::subscribe(std::string_view last_event_id,
                                                                  std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  if (clients_.size() >= limits_.clients_max) return nullptr;
  auto client = std::make_shared<Client>();
  client->wake = std::move(wake);
  fill_from_history(last_event_id, *client);
  clients_.push_back(client);
  return std::make_unique<Subscription>(*this, std::move(client));
}

std::size_t EventStream::clients() const {
  const std::lock_guard lock(mutex_);
  return clients_.size();
}

void EventStream::leave(const std::shared_ptr<Client>& client) {
  const std::lock_guard lock(mutex_);
  std::erase(clients_, client);
}

}  // namespace garita
