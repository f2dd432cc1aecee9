#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/http/message.h"

namespace garita {

enum class AfterAnswer { kKeepOpen, kClose };
enum class AnswerBody { kSend, kLeaveOut };

/// The status line and fields of an answer, up to the empty line (RFC 9112, 2.1), with those that
/// every answer carries. `date` is an IMF-fixdate (RFC 9110, 5.6.7).
[[nodiscard]] std::string head_of(const Response& response, AfterAnswer after,
                                  std::string_view date);
/// Now, as an IMF-fixdate.
[[nodiscard]] std::string http_date();

/// What the server itself has to say.
[[nodiscard]] Response refusal(int status, std::string name, std::string title);
[[nodiscard]] Response not_found();
[[nodiscard]] Response method_not_allowed(const std::vector<std::string>& allowed);
[[nodiscard]] Response options_answer(const std::vector<std::string>& allowed);

}  // namespace garita
