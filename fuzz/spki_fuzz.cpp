// A vendor's public key that is read keeps its limits, is read the same way again, and verifies
// nothing that is not a signature.
#include "check.h"
#include "crypto/keys.h"

using namespace anchorhold;
using crypto::HashKind;
using crypto::SignatureKind;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto key = crypto::SubjectKey::from_spki("input", input);
  if (!key.ok()) return 0;
  fuzz::check(fuzz::same(key->spki(), input));
  fuzz::check(key->bits() >= 255 && key->bits() <= 4096);
  if (key->kind() == crypto::KeyKind::rsa) {
    const auto again = crypto::SubjectKey::from_rsa("again", key->modulus(), key->exponent());
    fuzz::check(again.ok() && *again == *key);
  }
  if (const auto own = key->as_public_key()) {
    const auto again = crypto::PublicKey::from_raw("again", own->algorithm(), own->raw());
    fuzz::check(again.ok() && *again == *own && fuzz::same(again->spki(), input));
  }
  const Bytes signature(key->kind() == crypto::KeyKind::rsa
                            ? key->modulus().size()
                            : std::max<size_t>(64, 2 * coordinate_size(key->kind())),
                        1);
  for (SignatureKind kind : {SignatureKind::ecdsa, SignatureKind::rsa_pkcs1, SignatureKind::rsa_pss,
                             SignatureKind::eddsa}) {
    fuzz::check(!verify(*key, {kind, HashKind::sha512}, bytes_of("message"), signature));
  }
  return 0;
}
