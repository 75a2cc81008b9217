#include "base/base64.h"
#include "crypto/key_form.h"

namespace anchorhold::crypto {

Result<PublicKey> PublicKey::from_raw(std::string_view object, Algorithm algorithm, ByteView raw) {
  if (algorithm == Algorithm::ed25519) {
    AH_ASSIGN(const SubjectKey key, SubjectKey::from_ed25519(object, raw));
    return PublicKey(algorithm, key);
  }
  const KeyKind curve = algorithm == Algorithm::es256 ? KeyKind::p256 : KeyKind::p384;
  AH_ASSIGN(const SubjectKey key, SubjectKey::from_ec_point(object, curve, raw));
  return PublicKey(algorithm, key);
}

Result<PublicKey> PublicKey::from_spki(std::string_view object, ByteView der) {
  AH_ASSIGN(const SubjectKey key, SubjectKey::from_spki(object, der));
  if (const std::optional<PublicKey> own = key.as_public_key()) return *own;
  return Error{Code::unsupported, std::string(object), "a key of a kind that is not used here"}
      .want("Ed25519, P-256 or P-384")
      .saw(std::string(key_kind_name(key.kind())));
}

Result<PublicKey> PublicKey::from_text(std::string_view object, std::string_view text) {
  const size_t colon = text.find(':');
  for (const KeyForm& form : key_forms) {
    if (text.substr(0, colon) != form.name || colon == std::string_view::npos) continue;
    AH_ASSIGN(const Bytes raw, from_base64(object, text.substr(colon + 1), Base64::url));
    return from_raw(object, form.algorithm, raw);
  }
  return Error{Code::malformed, std::string(object), "not a public key in text form"}.want(
      "ed25519:, es256: or es384: and the key in base64url");
}

std::string PublicKey::to_text() const {
  return std::string(form_of(algorithm()).name) + ":" + to_base64(raw(), Base64::url);
}

}  // namespace anchorhold::crypto
