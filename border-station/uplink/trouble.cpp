#include "border-station/uplink/trouble.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include "schema/crypto/tls_failure.h"

namespace garita::station {
namespace {

LinkReason reason_of(TlsFailureKind kind) {
  switch (kind) {
    case TlsFailureKind::kNoTls:
      return LinkReason::kNoTls;
    case TlsFailureKind::kVersion:
      return LinkReason::kTlsVersion;
    case TlsFailureKind::kServerNotTrusted:
      return LinkReason::kCentreNotTrusted;
    case TlsFailureKind::kServerNotValidNow:
      return LinkReason::kCentreNotValidNow;
    case TlsFailureKind::kClientNotTrusted:
      return LinkReason::kStationNotTrusted;
    case TlsFailureKind::kClientNotValidNow:
      return LinkReason::kStationNotValidNow;
    case TlsFailureKind::kClientRevoked:
      return LinkReason::kRevoked;
    case TlsFailureKind::kOther:
      return LinkReason::kConnectionLost;
  }
  ensure(false, "every failure of TLS has a reason");
  return LinkReason::kConnectionLost;
}

std::string with_detail(std::string text, const std::string& detail) {
  return detail.empty() ? text : text + ": " + detail;
}

}  // namespace

Trouble trouble_of(const boost::system::error_code& error, TlsSocket& socket) {
  namespace failed = asio::error;
  if (error.category() == failed::get_ssl_category()) {
    const auto code = static_cast<unsigned long>(error.value());
    const auto failure = tls_failure_of(socket.native_handle(), code);
    return {reason_of(failure.kind), failure.text};
  }
  if (error == failed::host_not_found || error == failed::host_not_found_try_again ||
      error == failed::no_data || error == failed::service_not_found) {
    return {LinkReason::kNameNotFound, "the name is not found (DNS)"};
  }
  if (error == failed::connection_refused) {
    return {LinkReason::kConnectionRefused,
            "connection refused: the machine answers, but no centre serves there"};
  }
  if (error == failed::network_unreachable || error == failed::host_unreachable ||
      error == failed::network_down) {
    return {LinkReason::kUnreachable, "no way there: " + error.message()};
  }
  // Our own deadline closes the socket, and what waited on it is cancelled.
  if (error == failed::timed_out || error == failed::operation_aborted)
    return {LinkReason::kTimedOut, "no answer in time"};
  return {LinkReason::kConnectionLost, "the connection was cut (" + error.message() + ")"};
}

Trouble trouble_of(const Goodbye& why, bool by_peer) {
  switch (why.code) {
    case RefusalCode::kRevoked:
      return {LinkReason::kRevoked, "this station was revoked"};
    case RefusalCode::kUnknownStation:
    case RefusalCode::kToken:
      return {LinkReason::kUnknownStation,
              with_detail("this station is not enrolled there", why.detail)};
    case RefusalCode::kVersion:
      return {LinkReason::kProgramVersion,
              with_detail("the programs have no version in common", why.detail)};
    case RefusalCode::kSilent:
      return {LinkReason::kSilent, by_peer ? "the centre heard nothing from here any more"
                                           : "nothing is heard from the centre any more"};
    case RefusalCode::kStopping:
      return {LinkReason::kCentreUnavailable, "the centre is being stopped"};
    case RefusalCode::kUnavailable:
      return {LinkReason::kCentreUnavailable,
              with_detail("the centre cannot store at the moment", why.detail)};
    case RefusalCode::kMalformed:
    case RefusalCode::kUnexpected:
      break;
  }
  return {LinkReason::kConversationBroken,
          with_detail(by_peer ? "the centre does not understand this station"
                              : "this station does not understand the centre",
                      why.detail)};
}

LinkPhase phase_of(LinkReason reason) {
  switch (reason) {
    case LinkReason::kStationNotTrusted:
    case LinkReason::kStationNotValidNow:
    case LinkReason::kRevoked:
    case LinkReason::kUnknownStation:
    case LinkReason::kProgramVersion:
      return LinkPhase::kRefused;
    default:
      return LinkPhase::kDown;
  }
}

}  // namespace garita::station
