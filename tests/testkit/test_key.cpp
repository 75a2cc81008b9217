#include "testkit/test_key.h"

#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>

#include <cstdlib>
#include <map>
#include <optional>

#include "testkit/fixed_random.h"
#include "testkit/rsa_key_pair.h"

namespace anchorhold::testkit {
namespace {

using crypto::HashKind;
using crypto::KeyKind;
using crypto::SignatureKind;
using crypto::SignatureScheme;

void must(bool done) {
  if (!done) std::abort();
}

const ecc_curve* curve_of(KeyKind kind) {
  if (kind == KeyKind::p256) return nettle_get_secp_256r1();
  return kind == KeyKind::p384 ? nettle_get_secp_384r1() : nettle_get_secp_521r1();
}

void write(mpz_srcptr value, MutableBytes out) {
  const size_t used = (mpz_sizeinbase(value, 2) + 7) / 8;
  mpz_export(out.last(used).data(), nullptr, 1, 1, 1, 0, value);
}

void next_random(void* random, size_t size, uint8_t* out) {
  must(static_cast<FixedRandom*>(random)->fill({out, size}).ok());
}

// EcKeyPair: a scalar and its point.
class EcKeyPair {
 public:
  EcKeyPair(KeyKind kind, uint64_t number) : kind_(kind) {
    ecc_scalar_init(&scalar_, curve_of(kind));
    ecc_point point;
    ecc_point_init(&point, curve_of(kind));
    FixedRandom random(number);
    ecdsa_generate_keypair(&point, &scalar_, &random, next_random);
    mpz_t x;
    mpz_t y;
    mpz_init(x);
    mpz_init(y);
    ecc_point_get(&point, x, y);
    const size_t size = crypto::coordinate_size(kind);
    raw_.assign(1 + 2 * size, 0);
    raw_[0] = 0x04;
    write(x, MutableBytes(raw_).subspan(1, size));
    write(y, MutableBytes(raw_).subspan(1 + size));
    mpz_clear(x);
    mpz_clear(y);
    ecc_point_clear(&point);
  }
  ~EcKeyPair() { ecc_scalar_clear(&scalar_); }
  EcKeyPair(const EcKeyPair&) = delete;
  EcKeyPair& operator=(const EcKeyPair&) = delete;

  crypto::SubjectKey subject_key() const {
    return crypto::SubjectKey::from_ec_point("test key", kind_, raw_).value();
  }

  Bytes sign_digest(ByteView digest) const {
    FixedRandom random(digest.front());
    dsa_signature signature;
    dsa_signature_init(&signature);
    ecdsa_sign(&scalar_, &random, next_random, digest.size(), digest.data(), &signature);
    const size_t size = crypto::coordinate_size(kind_);
    Bytes out(2 * size, 0);
    write(signature.r, MutableBytes(out).first(size));
    write(signature.s, MutableBytes(out).last(size));
    dsa_signature_clear(&signature);
    return out;
  }

 private:
  KeyKind kind_;
  ecc_scalar scalar_;
  Bytes raw_;
};

// EdKeyPair: Ed25519.
class EdKeyPair {
 public:
  explicit EdKeyPair(uint64_t number) {
    FixedRandom random(number);
    must(random.fill(seed_).ok());
    ed25519_sha512_public_key(public_.data(), seed_.data());
  }
  crypto::SubjectKey subject_key() const {
    return crypto::SubjectKey::from_ed25519("test key", public_).value();
  }
  Bytes sign(ByteView message) const {
    Bytes out(ED25519_SIGNATURE_SIZE);
    ed25519_sha512_sign(public_.data(), seed_.data(), message.size(), message.data(), out.data());
    return out;
  }

 private:
  ByteArray<ED25519_KEY_SIZE> seed_{};
  ByteArray<ED25519_KEY_SIZE> public_{};
};

}  // namespace

struct TestKey::Secret {
  crypto::SubjectKey subject_key;
  std::shared_ptr<const RsaKeyPair> rsa = {};
  std::shared_ptr<const EcKeyPair> ec = {};
  std::shared_ptr<const EdKeyPair> ed = {};
};

TestKey TestKey::of(KeyKind kind, uint64_t number) {
  must(kind != KeyKind::rsa);
  if (kind == KeyKind::ed25519) {
    const auto pair = std::make_shared<const EdKeyPair>(number);
    return TestKey(
        std::make_shared<const Secret>(Secret{.subject_key = pair->subject_key(), .ed = pair}));
  }
  const auto pair = std::make_shared<const EcKeyPair>(kind, number);
  return TestKey(
      std::make_shared<const Secret>(Secret{.subject_key = pair->subject_key(), .ec = pair}));
}

TestKey TestKey::rsa(unsigned bits, size_t number) {
  const auto pair = std::make_shared<const RsaKeyPair>(bits, number);
  return TestKey(
      std::make_shared<const Secret>(Secret{.subject_key = pair->subject_key(), .rsa = pair}));
}

const crypto::SubjectKey& TestKey::subject_key() const {
  return secret_->subject_key;
}

Bytes TestKey::identifier() const {
  const Digest256& digest = subject_key().spki_sha256();
  return Bytes(digest.begin(), digest.begin() + 20);
}

SignatureScheme TestKey::default_scheme() const {
  switch (subject_key().kind()) {
    case KeyKind::p256:
      return {SignatureKind::ecdsa, HashKind::sha256};
    case KeyKind::p384:
      return {SignatureKind::ecdsa, HashKind::sha384};
    case KeyKind::p521:
      return {SignatureKind::ecdsa, HashKind::sha512};
    case KeyKind::rsa:
      return {SignatureKind::rsa_pkcs1, HashKind::sha256};
    case KeyKind::ed25519:
      break;
  }
  return {SignatureKind::eddsa, HashKind::sha512};
}

Bytes TestKey::sign(ByteView message, SignatureScheme scheme) const {
  if (secret_->ed) return secret_->ed->sign(message);
  return sign_digest(crypto::hash(scheme.hash, message), scheme);
}

Bytes TestKey::sign_digest(ByteView digest, SignatureScheme scheme) const {
  must(!secret_->ed && digest.size() == crypto::hash_size(scheme.hash));
  return secret_->rsa ? secret_->rsa->sign_digest(digest, scheme)
                      : secret_->ec->sign_digest(digest);
}

}  // namespace anchorhold::testkit
