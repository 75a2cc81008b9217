#include "testkit/test_key.h"

#include "testkit/ec_key_pair.h"
#include "testkit/nettle_random.h"
#include "testkit/rsa_key_pair.h"

namespace anchorhold::testkit {

namespace {

using crypto::HashKind;
using crypto::KeyKind;
using crypto::SignatureKind;
using crypto::SignatureScheme;

}  // namespace

SignatureScheme default_scheme(KeyKind kind) {
  switch (kind) {
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

struct TestKey::Secret {
  crypto::SubjectKey subject_key;
  std::shared_ptr<const RsaKeyPair> rsa = {};
  std::shared_ptr<const EcKeyPair> ec = {};
  std::shared_ptr<const EdKeyPair> ed = {};
};

TestKey TestKey::of(KeyKind kind, uint64_t number) {
  abort_unless(kind != KeyKind::rsa);
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

Bytes TestKey::sign(ByteView message, SignatureScheme scheme) const {
  if (secret_->ed) return secret_->ed->sign(message);
  return sign_digest(crypto::hash(scheme.hash, message), scheme);
}

Bytes TestKey::sign_digest(ByteView digest, SignatureScheme scheme) const {
  abort_unless(!secret_->ed && digest.size() == crypto::hash_size(scheme.hash));
  return secret_->rsa ? secret_->rsa->sign_digest(digest, scheme)
                      : secret_->ec->sign_digest(digest);
}

}  // namespace anchorhold::testkit
