#include "crypto/key_form.h"

#include <algorithm>

#include "base/hex.h"

namespace anchorhold::crypto {
namespace {

Bytes fixed(std::string_view hex) {
  return from_hex("key form", hex).value();
}

}  // namespace

const KeyForm& form_of(Algorithm algorithm) {
  return key_forms[static_cast<size_t>(algorithm)];
}

std::string_view algorithm_name(Algorithm algorithm) {
  return form_of(algorithm).name;
}
std::string_view jose_name(Algorithm algorithm) {
  return form_of(algorithm).jose;
}
size_t raw_key_size(Algorithm algorithm) {
  return form_of(algorithm).raw_size;
}
size_t signature_size(Algorithm algorithm) {
  return form_of(algorithm).signature_size;
}

Bytes encode_spki(Algorithm algorithm, ByteView raw) {
  Bytes out = fixed(form_of(algorithm).spki_prefix);
  append(out, raw);
  return out;
}

Result<Spki> parse_spki(std::string_view object, ByteView der) {
  for (const KeyForm& form : key_forms) {
    const Bytes prefix = fixed(form.spki_prefix);
    if (der.size() == prefix.size() + form.raw_size &&
        std::equal(prefix.begin(), prefix.end(), der.begin())) {
      return Spki{form.algorithm, der.subspan(prefix.size())};
    }
  }
  return Error{Code::unsupported, std::string(object),
               "not a public key of a kind that is known here"}
      .want("SubjectPublicKeyInfo of Ed25519, or of an uncompressed point on P-256 or P-384");
}

}  // namespace anchorhold::crypto
