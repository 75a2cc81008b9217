#include "age/x25519_stanza.h"

#include "age/rules.h"
#include "age/wrapped_key.h"
#include "base/base64.h"
#include "crypto/kdf.h"

namespace anchorhold::age {

namespace {

constexpr std::string_view kInfo = "age-encryption.org/v1/X25519";

Result<WrapKey> derive(const SecretArray<32>& shared, const crypto::X25519Public& share,
                       const Recipient& recipient) {
  Bytes salt = copy_of(share);
  append(salt, recipient.key());
  WrapKey key;
  AH_TRY(crypto::hkdf_sha256(shared.view(), salt, bytes_of(kInfo), key.fill()));
  return key;
}

}  // namespace

Result<X25519Stanza> X25519Stanza::from(const Stanza& stanza) {
  if (stanza.arguments.size() != 1) return stanza_error(stanza, "it takes two arguments");
  X25519Stanza out;
  AH_TRY(fill_argument(stanza, 0, out.share));
  AH_ASSIGN(out.body, wrapped_key_of(stanza));
  return out;
}

Result<std::optional<FileKey>> X25519Stanza::unwrap(const Identity& identity) const {
  AH_ASSIGN(const SecretArray<32> shared, crypto::x25519(layer::header, identity.secret(), share));
  AH_ASSIGN(const WrapKey key, derive(shared, share, identity.recipient()));
  return unwrap_key(body, key);
}

Result<Stanza> wrap_x25519(const FileKey& file_key, const Recipient& recipient, Random& random) {
  AH_ASSIGN(const crypto::X25519Secret ephemeral, crypto::x25519_generate(random));
  const crypto::X25519Public share = crypto::x25519_public(ephemeral);
  AH_ASSIGN(const SecretArray<32> shared,
            crypto::x25519("age recipient", ephemeral, recipient.key()));
  AH_ASSIGN(const WrapKey key, derive(shared, share, recipient));
  Stanza stanza;
  stanza.type = x25519_type;
  stanza.arguments.push_back(to_base64(share, Base64::standard_unpadded));
  AH_ASSIGN(stanza.body, wrap_key(file_key, key));
  return stanza;
}

}  // namespace anchorhold::age
