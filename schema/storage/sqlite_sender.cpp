#include "schema/storage/sqlite_sender.h"

#include <utility>

namespace garita::storage {
namespace {

std::string_view bytes_of(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value.held())) return *text;
  if (const auto* bytes = std::get_if<ByteView>(&value.held()))
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  return {};
}

/// The same value, of which the bytes lie at `bytes`.
Value at_its_copy(const Value& value, std::string_view bytes) {
  if (std::holds_alternative<std::string_view>(value.held())) return Value(bytes);
  if (std::holds_alternative<ByteView>(value.held()))
    return Value(ByteView(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  return value;
}

}  // namespace

SqliteSender::~SqliteSender() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

SqliteSender::Sent SqliteSender::copy_of(std::string_view sql, Rows rows) {
  Sent sent{std::string(sql), {}, {}};
  std::size_t size = 0;
  for (const auto& row : rows)
    for (const auto& value : row) size += bytes_of(value).size();
  sent.bytes.reserve(size);
  sent.rows.reserve(rows.size());
  for (const auto& row : rows) {
    auto& copy = sent.rows.emplace_back();
    copy.reserve(row.size());
    for (const auto& value : row) {
      const auto bytes = bytes_of(value);
      const std::size_t at = sent.bytes.size();
      sent.bytes.insert(sent.bytes.end(), bytes.begin(), bytes.end());
      copy.push_back(at_its_copy(value, {sent.bytes.data() + at, bytes.size()}));
    }
  }
  return sent;
}

void SqliteSender::send(std::string_view sql, Rows rows) {
  auto sent = copy_of(sql, rows);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(sent));
    busy_ = true;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

void SqliteSender::idle() {
  if (!busy_) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });
}

Result<void> SqliteSender::answered_all() {
  idle();
  if (failure_) return Failure(*failure_);
  return {};
}

void SqliteSender::forget_failure() {
  idle();
  failure_.reset();
}

void SqliteSender::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Sent sent = std::move(waiting_.front());
    waiting_.pop_front();
    if (!failure_) {
      lock.unlock();
      auto done = run_(sent.sql, sent.rows);
      lock.lock();
      if (!done) failure_ = done.error();
    }
    busy_ = !waiting_.empty();
    if (!busy_) changed_.notify_all();
  }
}

}  // namespace garita::storage
