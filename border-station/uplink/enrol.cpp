#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include "border-station/uplink/tls_socket.h"
#include "border-station/uplink/trouble.h"
#include "border-station/uplink/uplink.h"
#include "schema/crypto/tls.h"
#include "schema/wire/message.h"

namespace garita::station {
namespace {

using asio::ip::tcp;
constexpr std::chrono::seconds kEnrolWithin{20};

/// One exchange with one centre, with one deadline over all of it.
class Exchange {
 public:
  Exchange(asio::ssl::context& tls, const EnrolmentRequest& request)
      : socket_(network_, tls), request_(encode_frame(EnrolRequest{to_json(request)})) {}

  Result<EnrolmentAnswer> with(const std::string& host, const std::string& port) {
    tcp::resolver resolver(network_);
    boost::system::error_code failed = asio::error::timed_out;
    resolver.async_resolve(host, port, [&](const auto& error, const auto& endpoints) {
      if (error) return done(failed, error);
      asio::async_connect(socket_.lowest_layer(), endpoints, [&](const auto& unconnected, auto&&) {
        if (unconnected) return done(failed, unconnected);
        shake_hands(failed);
      });
    });
    network_.run_for(kEnrolWithin);
    if (answer_) return *std::move(answer_);
    return fail(Remedy::kRetry, host + ":" + port + ": " + trouble_of(failed, socket_).text);
  }

 private:
  void done(boost::system::error_code& failed, const boost::system::error_code& error) {
    failed = error;
    network_.stop();
  }

  void shake_hands(boost::system::error_code& failed) {
    socket_.async_handshake(asio::ssl::stream_base::client, [&](const auto& error) {
      if (error) return done(failed, error);
      asio::async_write(socket_, asio::buffer(request_), [&](const auto& unsent, std::size_t) {
        if (unsent) return done(failed, unsent);
        read(failed);
      });
    });
  }

  void read(boost::system::error_code& failed) {
    socket_.async_read_some(asio::buffer(bytes_), [&](const auto& error, std::size_t count) {
      if (error) return done(failed, error);
      frames_.add(ByteView(bytes_).first(count));
      const auto message = frames_.next();
      if (message && !*message) return read(failed);
      failed = {};
      answer_ = message ? understood(**message) : Failure(message.error());
      network_.stop();
    });
  }

  static Result<EnrolmentAnswer> understood(const Message& message) {
    if (const auto* answer = std::get_if<EnrolAnswer>(&message)) {
      return parse_enrolment_answer(answer->json);
    }
    if (const auto* goodbye = std::get_if<Goodbye>(&message)) {
      const auto remedy =
          goodbye->code == RefusalCode::kUnavailable ? Remedy::kRetry : Remedy::kReject;
      return fail(remedy, "the centre refuses the enrolment: " + goodbye->detail);
    }
    return fail(Remedy::kReject, "the centre gave another answer than one to an enrolment");
  }

  asio::io_context network_{1};
  TlsSocket socket_;
  Bytes request_;
  std::array<std::uint8_t, 4096> bytes_{};
  FrameReader frames_{FrameSource::kCentre};
  std::optional<Result<EnrolmentAnswer>> answer_;
};

}  // namespace

Result<EnrolmentAnswer> enrol_over_link(const std::vector<std::string>& centres,
                                        const Certificate& authority,
                                        const EnrolmentRequest& request) {
  asio::ssl::context tls(asio::ssl::context::tls_client);
  GARITA_CHECK(configure_tls_client(tls.native_handle(), std::nullopt, authority,
                                    std::string(kCentreTlsName)));
  Error last{Remedy::kRetry, "the enrolment names no centre's address"};
  for (const auto& centre : centres) {
    GARITA_TRY(place, split_address(centre));
    auto answer = Exchange(tls, request).with(place.first, place.second);
    if (answer || answer.error().remedy != Remedy::kRetry) return answer;
    last = answer.error();
  }
  return Failure(last);
}

}  // namespace garita::station
