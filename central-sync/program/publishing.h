#pragma once

#include <functional>
#include <optional>
#include <string>

#include "central-sync/program/centre.h"
#include "schema/crypto/keys.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Makes a bulletin's content, once it is known which version would be next: whatever it reads is
/// at least as new as that. Asked again where another process published in the channel meanwhile.
using BulletinContent = std::function<Result<Bytes>(const PrivateKey& bulletins_key)>;

/// Publishes it as the channel's next version, with the audit note that says so, and projects what
/// follows from it. Versions are given out in the order of their commits, whatever number of
/// processes publish. `why` stands in the note: what was said to be meant. Remedy: as `content`;
/// retry, when others kept being first.
[[nodiscard]] Result<Bulletin> publish(Centre& centre, const std::string& channel,
                                       const BulletinContent& content,
                                       const std::optional<std::string>& why = std::nullopt);

/// Two that keep the sections of long lists in turn could overtake one another for ever: each waits
/// for a while that nobody else waits too, longer the more often it was overtaken.
void let_others_finish(int attempt);

/// The same of a list, tried once, and only where `still_holds` says so in the transaction that
/// puts it into force. Absent: it does not, or another process was first; nothing was published.
[[nodiscard]] Result<std::optional<Bulletin>> publish_list_once(
    Centre& centre, const std::string& channel, const std::string& csv,
    const std::function<Result<bool>()>& still_holds);

/// The same of a list (is_list_channel) as CSV: in sections where it is long.
[[nodiscard]] Result<Bulletin> publish_list(Centre& centre, const std::string& channel,
                                            const std::string& csv);

}  // namespace garita::central
