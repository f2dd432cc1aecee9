#pragma once

#include <boost/system/error_code.hpp>
#include <string>

#include "border-station/ledger/link_status.h"
#include "border-station/uplink/tls_socket.h"
#include "schema/wire/message.h"

// For the .cpp files of this folder alone.
namespace garita::station {

/// Why a connection to a centre failed or ended.
struct Trouble {
  LinkReason reason = LinkReason::kConnectionLost;
  std::string text;  ///< an English sentence without the address
};

/// What the network or TLS says. `socket` is the one that it happened on.
[[nodiscard]] Trouble trouble_of(const boost::system::error_code& error, TlsSocket& socket);
/// The conversation's own end.
[[nodiscard]] Trouble trouble_of(const Goodbye& why, bool by_peer);

/// kRefused where the centre does not take this station, else kDown.
[[nodiscard]] LinkPhase phase_of(LinkReason reason);

}  // namespace garita::station
