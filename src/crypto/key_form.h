#pragma once
// What sets the key types apart in every encoding: one row each. For this module's .cpp files only.

#include <array>
#include <string_view>

#include "base/bytes.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// KeyForm: names and fixed bytes. DER that allows only one encoding is that encoding: a fixed
// prefix, then the key.
struct KeyForm {
  Algorithm algorithm;
  std::string_view name;   // of our own text form
  std::string_view jose;   // RFC 7518, RFC 8037
  std::string_view kty;    // RFC 7517
  std::string_view curve;  // "crv"
  size_t raw_size;
  size_t scalar_size;
  size_t signature_size;
  std::string_view pkcs8_prefix;  // hexadecimal; the scalar follows
  std::string_view pkcs8_infix;   // hexadecimal; the raw public key follows, if there is an infix
};

inline constexpr std::array<KeyForm, 3> key_forms = {{
    {Algorithm::ed25519, "ed25519", "EdDSA", "OKP", "Ed25519", 32, 32, 64,
     "302e020100300506032b657004220420", ""},
    {Algorithm::es256, "es256", "ES256", "EC", "P-256", 65, 32, 64,
     "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420", "a144034200"},
    {Algorithm::es384, "es384", "ES384", "EC", "P-384", 97, 48, 96,
     "3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430", "a164036200"},
}};

const KeyForm& form_of(Algorithm algorithm);

}  // namespace anchorhold::crypto
