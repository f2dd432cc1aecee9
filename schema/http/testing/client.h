#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/http/message.h"
#include "schema/http/server.h"

namespace garita::testing {

/// A console's certificate for 127.0.0.1 and the authority that signed it, made afresh.
class ConsoleIdentity {
 public:
  ConsoleIdentity();
  [[nodiscard]] ServerIdentity view() const { return {key_, certificate_, authority_}; }
  [[nodiscard]] const Certificate& authority() const { return authority_; }

 private:
  PrivateKey authority_key_;
  Certificate authority_;
  PrivateKey key_;
  Certificate certificate_;
};

enum class TlsVersion { k13, k12 };

/// A plain blocking TLS client for tests, which can also misbehave.
class Client {
 public:
  /// Nothing when TCP or the handshake fails.
  [[nodiscard]] static std::optional<Client> connect(std::uint16_t port,
                                                     const Certificate& authority,
                                                     TlsVersion version = TlsVersion::k13);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// False when the connection is gone.
  bool send(std::string_view bytes);
  /// One whole answer; status 0 when the connection ended before it or 10 s passed.
  [[nodiscard]] Response receive();
  /// What comes until `mark` was seen (it is included) or the connection ends or 10 s passed.
  [[nodiscard]] std::string receive_until(std::string_view mark);
  /// True when the other end closes within 10 s.
  [[nodiscard]] bool is_closed();

  /// Sends a request with Host, the cookies got so far, and Content-Length, and gives the answer.
  Response ask(const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& content_type = "application/json",
               const std::string& more_fields = "");

 private:
  struct Handle;
  explicit Client(std::unique_ptr<Handle> handle);
  bool read_some();
  std::unique_ptr<Handle> handle_;
};

/// The value of an answer's field; empty when there is none.
[[nodiscard]] std::string field_of(const Response& response, std::string_view name);

}  // namespace garita::testing
