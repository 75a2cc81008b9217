#include "crypto/jwk.h"

#include "base/base64.h"
#include "crypto/hash.h"
#include "crypto/key_form.h"

namespace anchorhold::crypto {
namespace {

Error bad_jwk(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

bool has_text(const json::Value& jwk, std::string_view member, std::string_view text) {
  const json::Value* found = jwk.find(member);
  return found != nullptr && found->is_string() && found->as_string() == text;
}

Status append_coordinate(std::string_view object, const json::Value& jwk, std::string_view member,
                         size_t size, Bytes& raw) {
  const json::Value* found = jwk.find(member);
  if (found == nullptr || !found->is_string()) {
    return bad_jwk(object, "the JWK has no text member '" + std::string(member) + "'");
  }
  AH_ASSIGN(const Bytes bytes, from_base64(object, found->as_string(), Base64::url));
  if (bytes.size() != size) {
    return bad_jwk(object, "the JWK's '" + std::string(member) + "' has a wrong length")
        .want(std::to_string(size) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  append(raw, bytes);
  return {};
}

}  // namespace

json::Value to_jwk(Algorithm algorithm, ByteView raw) {
  const KeyForm& form = form_of(algorithm);
  json::Value jwk = json::Value::object({{"crv", form.curve}, {"kty", form.kty}});
  if (algorithm == Algorithm::ed25519) {
    jwk.set("x", to_base64(raw, Base64::url));
  } else {
    const ByteView coordinates = raw.subspan(1);
    jwk.set("x", to_base64(coordinates.first(form.scalar_size), Base64::url));
    jwk.set("y", to_base64(coordinates.last(form.scalar_size), Base64::url));
  }
  return jwk;
}

Result<Bytes> raw_of_jwk(std::string_view object, const json::Value& jwk, Algorithm algorithm) {
  const KeyForm& form = form_of(algorithm);
  if (!has_text(jwk, "kty", form.kty) || !has_text(jwk, "crv", form.curve)) {
    return bad_jwk(object, "the JWK is of another kind")
        .want("kty " + std::string(form.kty) + ", crv " + std::string(form.curve));
  }
  if (jwk.find("d") != nullptr) {
    return bad_jwk(object, "the JWK holds a private key")
        .advise("give the public key only, and replace this key: it has been shown");
  }
  Bytes raw;
  if (algorithm != Algorithm::ed25519) raw.push_back(0x04);
  AH_TRY(append_coordinate(object, jwk, "x", form.scalar_size, raw));
  if (algorithm != Algorithm::ed25519)
    AH_TRY(append_coordinate(object, jwk, "y", form.scalar_size, raw));
  return raw;
}

Digest256 jwk_thumbprint(Algorithm algorithm, ByteView raw) {
  return sha256(bytes_of(json::canonical(to_jwk(algorithm, raw))));
}

json::Value PublicKey::to_jwk() const {
  return crypto::to_jwk(algorithm(), raw());
}
Digest256 PublicKey::thumbprint() const {
  return jwk_thumbprint(algorithm(), raw());
}

Result<PublicKey> PublicKey::from_jwk(std::string_view object, const json::Value& jwk) {
  for (const KeyForm& form : key_forms) {
    if (!has_text(jwk, "kty", form.kty) || !has_text(jwk, "crv", form.curve)) continue;
    AH_ASSIGN(const Bytes raw, raw_of_jwk(object, jwk, form.algorithm));
    for (const auto& [member, value] : jwk.as_object()) {
      const bool known = member == "kty" || member == "crv" || member == "x" ||
                         (member == "y" && form.kty == "EC") ||
                         (member == "kid" && value.is_string()) ||
                         (member == "alg" && has_text(jwk, "alg", form.jose)) ||
                         (member == "use" && has_text(jwk, "use", "sig"));
      if (!known) {
        return bad_jwk(object,
                       "the JWK's member '" + member + "' does not fit a key for signatures")
            .want("kty, crv, x, y, kid, alg " + std::string(form.jose) + ", use sig");
      }
    }
    return from_raw(object, form.algorithm, raw);
  }
  return Error{Code::unsupported, std::string(object), "not a JWK of a kind that is known here"}
      .want("OKP with Ed25519, or EC with P-256 or P-384");
}

}  // namespace anchorhold::crypto
