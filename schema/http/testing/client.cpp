#include "schema/http/testing/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "schema/vocabulary/clock.h"

namespace garita::testing {

namespace {

constexpr long kPatienceSeconds = 10;

Certificate made_authority(const PrivateKey& key) {
  return make_authority_certificate(key, "Garita test authority",
                                    Validity::of_days(SystemClock().now(), std::chrono::days(2)));
}

Certificate made_console(const PrivateKey& authority_key, const Certificate& authority,
                         const PrivateKey& key) {
  const CertificateOrder order{
      .role = CertificateRole::kConsole,
      .common_name = "console",
      .dns_names = {"localhost"},
      .ip_addresses = {"127.0.0.1"},
      .validity = Validity::of_days(SystemClock().now(), std::chrono::days(1))};
  auto made = issue_certificate({authority_key, authority}, key.public_key(), order);
  ensure(made.has_value(), "a console's certificate can be made");
  return *std::move(made);
}

X509* parsed(const Certificate& certificate) {
  const unsigned char* der = certificate.der().data();
  return d2i_X509(nullptr, &der, static_cast<long>(certificate.der().size()));
}

bool same_name(std::string_view a, std::string_view b) {
  Request probe;
  probe.headers.push_back({std::string(a), ""});
  return probe.header(b).has_value();
}

int connected_socket(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{kPatienceSeconds, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr any{};
  std::copy_n(reinterpret_cast<const char*>(&address), sizeof address,
              reinterpret_cast<char*>(&any));
  if (::connect(fd, &any, sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

ConsoleIdentity::ConsoleIdentity()
    : authority_key_(PrivateKey::generate()),
      authority_(made_authority(authority_key_)),
      key_(PrivateKey::generate()),
      certificate_(made_console(authority_key_, authority_, key_)) {}

struct Client::Handle {
  int fd = -1;
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  std::string host;
  std::string received;
  std::string cookies;

  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    if (fd >= 0) ::close(fd);
  }
};

std::optional<Client> Client::connect(std::uint16_t port, const Certificate& authority,
                                      TlsVersion version) {
  std::signal(SIGPIPE, SIG_IGN);  // a server that closes first is an answer, not an end
  auto handle = std::make_unique<Handle>();
  handle->host = "127.0.0.1:" + std::to_string(port);
  handle->fd = connected_socket(port);
  if (handle->fd < 0) return std::nullopt;
  handle->context = SSL_CTX_new(TLS_client_method());
  if (version == TlsVersion::k12) {
    SSL_CTX_set_max_proto_version(handle->context, TLS1_2_VERSION);
  }
  X509* trusted = parsed(authority);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(handle->context), trusted);
  X509_free(trusted);
  SSL_CTX_set_verify(handle->context, SSL_VERIFY_PEER, nullptr);
  handle->ssl = SSL_new(handle->context);
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle->ssl), "127.0.0.1");
  SSL_set_fd(handle->ssl, handle->fd);
  if (SSL_connect(handle->ssl) != 1) return std::nullopt;
  return Client(std::move(handle));
}

Client::Client(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int count = SSL_write(handle_->ssl, bytes.data(),
                                static_cast<int>(std::min<std::size_t>(bytes.size(), 16384)));
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::read_some() {
  std::array<char, 16384> space{};
  const int count = SSL_read(handle_->ssl, space.data(), static_cast<int>(space.size()));
  if (count <= 0) return false;
  handle_->received.append(space.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Client::receive_until(std::string_view mark) {
  std::size_t at = handle_->received.find(mark);
  while (at == std::string::npos && read_some()) at = handle_->received.find(mark);
  const std::size_t end = at == std::string::npos ? handle_->received.size() : at + mark.size();
  std::string got = handle_->received.substr(0, end);
  handle_->received.erase(0, end);
  return got;
}

Response Client::receive() {
  const std::string head = receive_until("\r\n\r\n");
  Response response;
  response.status = 0;
  if (!head.ends_with("\r\n\r\n")) return response;
  response.status = std::stoi(head.substr(head.find(' ') + 1, 3));
  std::size_t at = head.find("\r\n") + 2;
  while (at + 2 < head.size()) {
    const std::size_t end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    response.headers.push_back(
        {head.substr(at, colon - at), head.substr(colon + 2, end - colon - 2)});
    at = end + 2;
  }
  response.content_type = field_of(response, "Content-Type");
  const std::string length = field_of(response, "Content-Length");
  const std::size_t bytes = length.empty() ? 0 : std::stoul(length);
  while (handle_->received.size() < bytes && read_some()) {
  }
  response.body = handle_->received.substr(0, bytes);
  handle_->received.erase(0, response.body.size());
  const std::string cookie = field_of(response, "Set-Cookie");
  if (!cookie.empty()) handle_->cookies = cookie.substr(0, cookie.find(';'));
  return response;
}

bool Client::is_closed() {
  while (read_some()) {
  }
  const int error = SSL_get_error(handle_->ssl, 0);
  return error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE;
}

Response Client::ask(const std::string& method, const std::string& target, const std::string& body,
                     const std::string& content_type, const std::string& more_fields) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: " + handle_->host + "\r\n";
  if (!handle_->cookies.empty()) text += "Cookie: " + handle_->cookies + "\r\n";
  if (!body.empty()) {
    text += "Content-Type: " + content_type + "\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n";
  }
  send(text + more_fields + "\r\n" + body);
  Response response = receive();
  return response;
}

std::string field_of(const Response& response, std::string_view name) {
  for (const HeaderField& field : response.headers) {
    if (same_name(field.name, name)) return field.value;
  }
  return "";
}

}  // namespace garita::testing
