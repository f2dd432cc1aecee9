#include "schema/crypto/x509_names.h"

#include <openssl/crypto.h>

#include "schema/vocabulary/bytes.h"

namespace garita::openssl {

std::string name_part(const X509_NAME* name, int nid) {
  const int index = X509_NAME_get_index_by_NID(name, nid, -1);
  if (index < 0) return "";
  const ASN1_STRING* held = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index));
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, held);
  if (size < 0) return "";
  std::string text(text_of({utf8, static_cast<std::size_t>(size)}));
  OPENSSL_free(utf8);
  return text;
}

bool add_name_part(X509_NAME* name, int nid, std::string_view text) {
  return X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, bytes_of(text).data(),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

}  // namespace garita::openssl
