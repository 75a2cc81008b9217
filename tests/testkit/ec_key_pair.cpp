#include "testkit/ec_key_pair.h"

#include <nettle/ecc-curve.h>
#include <nettle/ecdsa.h>

#include "testkit/nettle_random.h"

namespace anchorhold::testkit {
namespace {

const ecc_curve* curve_of(crypto::KeyKind kind) {
  if (kind == crypto::KeyKind::p256) return nettle_get_secp_256r1();
  return kind == crypto::KeyKind::p384 ? nettle_get_secp_384r1() : nettle_get_secp_521r1();
}

void write_number(mpz_srcptr value, MutableBytes out) {
  const size_t used = (mpz_sizeinbase(value, 2) + 7) / 8;
  mpz_export(out.last(used).data(), nullptr, 1, 1, 1, 0, value);
}

}  // namespace

EcKeyPair::EcKeyPair(crypto::KeyKind kind, uint64_t number) : kind_(kind) {
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
  write_number(x, MutableBytes(raw_).subspan(1, size));
  write_number(y, MutableBytes(raw_).subspan(1 + size));
  mpz_clear(x);
  mpz_clear(y);
  ecc_point_clear(&point);
}

EcKeyPair::~EcKeyPair() {
  ecc_scalar_clear(&scalar_);
}

crypto::SubjectKey EcKeyPair::subject_key() const {
  return crypto::SubjectKey::from_ec_point("test key", kind_, raw_).value();
}

Bytes EcKeyPair::sign_digest(ByteView digest) const {
  FixedRandom random(digest.front());
  dsa_signature signature;
  dsa_signature_init(&signature);
  ecdsa_sign(&scalar_, &random, next_random, digest.size(), digest.data(), &signature);
  const size_t size = crypto::coordinate_size(kind_);
  Bytes out(2 * size, 0);
  write_number(signature.r, MutableBytes(out).first(size));
  write_number(signature.s, MutableBytes(out).last(size));
  dsa_signature_clear(&signature);
  return out;
}

EdKeyPair::EdKeyPair(uint64_t number) {
  FixedRandom random(number);
  abort_unless(random.fill(seed_).ok());
  ed25519_sha512_public_key(public_.data(), seed_.data());
}

crypto::SubjectKey EdKeyPair::subject_key() const {
  return crypto::SubjectKey::from_ed25519("test key", public_).value();
}

Bytes EdKeyPair::sign(ByteView message) const {
  Bytes out(ED25519_SIGNATURE_SIZE);
  ed25519_sha512_sign(public_.data(), seed_.data(), message.size(), message.data(), out.data());
  return out;
}

}  // namespace anchorhold::testkit
