#include "age/scrypt_stanza.h"

#include <algorithm>
#include <charconv>

#include "age/wrapped_key.h"
#include "base/base64.h"
#include "crypto/kdf.h"

namespace anchorhold::age {

namespace {

constexpr std::string_view kSaltLabel = "age-encryption.org/v1/scrypt";

Result<WrapKey> derive(ByteView passphrase, ByteView salt, unsigned log2n) {
  Bytes labelled = copy_of(bytes_of(kSaltLabel));
  append(labelled, salt);
  WrapKey key;
  AH_TRY(crypto::scrypt(passphrase, labelled, log2n, 8, 1, key.fill()));
  return key;
}

Result<unsigned> parse_work_factor(const Stanza& stanza, const std::string& text) {
  unsigned value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || text.front() == '0') {
    return stanza_error(stanza, "its work factor is not a decimal number without leading zeros");
  }
  return value;
}

}  // namespace

Result<ScryptStanza> ScryptStanza::from(const Stanza& stanza) {
  if (stanza.arguments.size() != 2) return stanza_error(stanza, "it takes three arguments");
  ScryptStanza out;
  AH_TRY(fill_argument(stanza, 0, out.salt));
  AH_ASSIGN(out.log2n, parse_work_factor(stanza, stanza.arguments[1]));
  AH_ASSIGN(out.body, wrapped_key_of(stanza));
  return out;
}

Result<std::optional<FileKey>> ScryptStanza::unwrap(ByteView passphrase) const {
  AH_ASSIGN(const WrapKey key, derive(passphrase, salt, log2n));
  return unwrap_key(body, key);
}

Result<Stanza> wrap_scrypt(const FileKey& file_key, ByteView passphrase, unsigned log2n,
                           Random& random) {
  ByteArray<16> salt;
  AH_TRY(random.fill(salt));
  AH_ASSIGN(const WrapKey key, derive(passphrase, salt, log2n));
  Stanza stanza;
  stanza.type = scrypt_type;
  stanza.arguments = {to_base64(salt, Base64::standard_unpadded), std::to_string(log2n)};
  AH_ASSIGN(stanza.body, wrap_key(file_key, key));
  return stanza;
}

}  // namespace anchorhold::age
