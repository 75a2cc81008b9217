#include "crypto/cose_sign1.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "codec/cose.h"

namespace anchorhold::crypto {
namespace {

// RFC 9053 section 2: EdDSA -8, ES256 -7, ES384 -35.
int64_t cose_number(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519:
      return -8;
    case Algorithm::es256:
      return cose::kEs256;
    case Algorithm::es384:
      return cose::kEs384;
  }
  return 0;
}

struct CoseAlgorithm {
  KeyKind key;
  int64_t number;
  SignatureScheme scheme;
};

constexpr SignatureScheme es256 = {SignatureKind::ecdsa, HashKind::sha256};
constexpr SignatureScheme es384 = {SignatureKind::ecdsa, HashKind::sha384};
constexpr SignatureScheme es512 = {SignatureKind::ecdsa, HashKind::sha512};
constexpr SignatureScheme eddsa = {SignatureKind::eddsa, HashKind::sha512};

// RFC 9053 section 2, RFC 8230 section 2, RFC 9864 section 2. A curve has one hash here, although
// RFC 9053 would allow others.
constexpr std::array<CoseAlgorithm, 11> algorithms = {
    {{KeyKind::p256, cose::kEs256, es256},
     {KeyKind::p256, cose::kEsp256, es256},
     {KeyKind::p384, cose::kEs384, es384},
     {KeyKind::p384, cose::kEsp384, es384},
     {KeyKind::p521, cose::kEs512, es512},
     {KeyKind::p521, cose::kEsp512, es512},
     {KeyKind::ed25519, cose::kEdDsa, eddsa},
     {KeyKind::ed25519, cose::kEd25519, eddsa},
     {KeyKind::rsa, cose::kPs256, {SignatureKind::rsa_pss, HashKind::sha256}},
     {KeyKind::rsa, cose::kPs384, {SignatureKind::rsa_pss, HashKind::sha384}},
     {KeyKind::rsa, cose::kPs512, {SignatureKind::rsa_pss, HashKind::sha512}}}};

const CoseAlgorithm* find_algorithm(KeyKind key, int64_t number) {
  const auto found = std::ranges::find_if(
      algorithms, [&](const CoseAlgorithm& a) { return a.key == key && a.number == number; });
  return found == algorithms.end() ? nullptr : &*found;
}

struct CoseCurve {
  cose::Key::Type type;
  int64_t number;
  KeyKind key;
};

// RFC 9053 section 7.1.
constexpr std::array<CoseCurve, 4> curves = {{{cose::Key::Type::ec2, 1, KeyKind::p256},
                                              {cose::Key::Type::ec2, 2, KeyKind::p384},
                                              {cose::Key::Type::ec2, 3, KeyKind::p521},
                                              {cose::Key::Type::okp, 6, KeyKind::ed25519}}};

}  // namespace

Status verify_sign1(const cose::Sign1& message, const PublicKey& key) {
  const int64_t expected = cose_number(key.algorithm());
  if (message.alg != expected) {
    return Error{Code::denied, "COSE_Sign1", "its algorithm is not its key's"}
        .want(std::to_string(expected))
        .saw(std::to_string(message.alg));
  }
  if (!verify(key, cose::sig_structure(message.protected_header, message.payload),
              message.signature)) {
    return Error{Code::denied, "COSE_Sign1", "the signature does not verify"}.want(
        std::to_string(signature_size(key.algorithm())) + " bytes by the key that was given");
  }
  return {};
}

Status verify_sign1(const cose::Message& message, const SubjectKey& key) {
  const CoseAlgorithm* algorithm = find_algorithm(key.kind(), message.alg());
  if (algorithm == nullptr) {
    return Error{Code::denied, "COSE_Sign1", "its algorithm is not its key's"}
        .want("one of a key of the kind " + std::string(key_kind_name(key.kind())))
        .saw("alg " + std::to_string(message.alg()));
  }
  if (!message.payload) {
    return Error{Code::invalid_argument, "COSE_Sign1", "the payload is detached"};
  }
  if (!verify(key, algorithm->scheme,
              cose::sig_structure(message.protected_header, *message.payload), message.signature)) {
    return Error{Code::denied, "COSE_Sign1", "the signature does not verify"}
        .want("a signature by the key with SPKI sha256:" + to_hex(key.spki_sha256()))
        .saw(std::to_string(message.signature.size()) + " bytes that are not");
  }
  return {};
}

Result<SubjectKey> key_of(std::string_view object, const cose::Key& key) {
  const auto curve = std::ranges::find_if(
      curves, [&](const CoseCurve& c) { return c.type == key.type && c.number == key.curve; });
  if (curve == curves.end()) {
    return Error{Code::unsupported, std::string(object), "another curve"}
        .want("P-256, P-384, P-521 or Ed25519")
        .saw("crv " + std::to_string(key.curve));
  }
  if (key.alg && find_algorithm(curve->key, *key.alg) == nullptr) {
    return Error{Code::malformed, std::string(object), "its alg is not its curve's"}.saw(
        std::to_string(*key.alg));
  }
  return curve->key == KeyKind::ed25519 ? SubjectKey::from_ed25519(object, key.x)
                                        : SubjectKey::from_ec_xy(object, curve->key, key.x, key.y);
}

Result<Bytes> sign_sign1(ByteView payload, const PrivateKey& key) {
  const Bytes header = cose::protected_header(cose_number(key.algorithm()));
  AH_ASSIGN(const Bytes signature, key.sign(cose::sig_structure(header, payload)));
  return cose::encode_sign1(header, payload, signature);
}

}  // namespace anchorhold::crypto
