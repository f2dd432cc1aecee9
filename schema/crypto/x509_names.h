#pragma once

#include <openssl/x509.h>

#include <string>
#include <string_view>

// Parts of an X.509 name. Seen by the .cpp files of this folder alone.
namespace garita::openssl {

/// The first part with this NID as UTF-8; "" when there is none.
[[nodiscard]] std::string name_part(const X509_NAME* name, int nid);
/// False when the text is not UTF-8 or is longer than the part may be.
[[nodiscard]] bool add_name_part(X509_NAME* name, int nid, std::string_view text);

}  // namespace garita::openssl
