#include "crypto/ecdh.h"

#include <algorithm>

#include "codec/json.h"
#include "crypto/backend/ec.h"
#include "crypto/jwk.h"
#include "crypto/spki.h"

namespace anchorhold::crypto {
namespace {

constexpr std::string_view key_agreement = "ECDH-ES+A256KW";

}  // namespace

Result<EcdhPublicKey> EcdhPublicKey::from_point(std::string_view object, ByteView point) {
  if (!EcPoint::from_raw(Curve::p256, point)) {
    return Error{Code::malformed, std::string(object),
                 "not a P-256 key: not an uncompressed point on the curve"};
  }
  ByteArray<65> own;
  std::copy(point.begin(), point.end(), own.begin());
  return EcdhPublicKey(own);
}

Result<EcdhPublicKey> EcdhPublicKey::from_spki(std::string_view object, ByteView der) {
  AH_ASSIGN(const SubjectPublicKey spki, split_spki(object, der));
  if (spki.kind != KeyKind::p256) {
    return Error{Code::unsupported, std::string(object), "a key for another curve"}
        .want("P-256")
        .saw(std::string(key_kind_name(spki.kind)));
  }
  return from_point(object, spki.raw);
}

Result<EcdhPublicKey> EcdhPublicKey::from_jwk(std::string_view object, const json::Value& jwk) {
  const json::Value* alg = jwk.find("alg");
  if (alg != nullptr && (!alg->is_string() || alg->as_string() != key_agreement)) {
    return Error{Code::unsupported, std::string(object), "the JWK is for another algorithm"}.want(
        std::string(key_agreement));
  }
  AH_ASSIGN(const Bytes raw, raw_of_jwk(object, jwk, Algorithm::es256));
  return from_point(object, raw);
}

Bytes EcdhPublicKey::spki() const {
  return spki_of_raw(KeyKind::p256, point_);
}
json::Value EcdhPublicKey::to_jwk() const {
  return crypto::to_jwk(Algorithm::es256, point_);
}
Digest256 EcdhPublicKey::thumbprint() const {
  return jwk_thumbprint(Algorithm::es256, point_);
}

json::Value EcdhPublicKey::to_kbs_jwk() const {
  json::Value jwk = to_jwk();
  jwk.set("alg", key_agreement);
  return jwk;
}

Result<EphemeralKey> EphemeralKey::from_scalar(std::string_view object, ByteView scalar) {
  const std::optional<EcPoint> point = EcPoint::of_scalar(Curve::p256, scalar);
  if (!point) {
    return Error{Code::malformed, std::string(object), "not a P-256 scalar"}.want(
        "32 bytes, between 1 and n - 1");
  }
  AH_ASSIGN(const EcdhPublicKey public_key, EcdhPublicKey::from_point(object, point->raw()));
  return EphemeralKey(SecretArray<32>(scalar.first<32>()), public_key);
}

Result<EphemeralKey> EphemeralKey::generate(Random& random) {
  // Out of range once in 2^32 draws: a second refusal means that `random` is broken.
  SecretArray<32> scalar;
  AH_TRY(random.fill(scalar.fill()));
  Result<EphemeralKey> first = from_scalar("new key", scalar.view());
  if (first.ok()) return first;
  AH_TRY(random.fill(scalar.fill()));
  return from_scalar("new key", scalar.view());
}

Result<SecretArray<32>> EphemeralKey::agree(const EcdhPublicKey& peer) const {
  const std::optional<EcPoint> point = EcPoint::from_raw(Curve::p256, peer.point());
  const std::optional<SecretBytes> shared = point ? point->agree(scalar_.view()) : std::nullopt;
  if (!shared)
    return Error{Code::invalid_argument, "ephemeral key", "it was moved away or never set"};
  return SecretArray<32>(shared->view().first<32>());
}

}  // namespace anchorhold::crypto
