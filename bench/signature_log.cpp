#include "signature_log.h"

#include <map>

#include "crypto/keys.h"

namespace anchorhold::bench {

using crypto::KeyKind;
using crypto::PublicKey;
using crypto::SignatureKind;
using crypto::SignatureScheme;
using crypto::SubjectKey;

// The functions themselves, by the names that --wrap gives them.
bool real_verify(const SubjectKey& key, SignatureScheme scheme, ByteView message, ByteView signature) asm(
    "__real__ZN10anchorhold6crypto6verifyERKNS0_10SubjectKeyENS0_15SignatureSchemeESt4spanIKhLm"
    "18446744073709551615EES7_");
bool real_verify_digest(const SubjectKey& key, SignatureScheme scheme, ByteView digest, ByteView signature) asm(
    "__real__ZN10anchorhold6crypto13verify_digestERKNS0_10SubjectKeyENS0_15SignatureSchemeESt4s"
    "panIKhLm18446744073709551615EES7_");
bool real_verify_own(const PublicKey& key, ByteView message, ByteView signature) asm(
    "__real__ZN10anchorhold6crypto6verifyERKNS0_9PublicKeyESt4spanIKhLm18446744073709551615EES6"
    "_");
bool wrapped_verify(const SubjectKey& key, SignatureScheme scheme, ByteView message, ByteView signature) asm(
    "__wrap__ZN10anchorhold6crypto6verifyERKNS0_10SubjectKeyENS0_15SignatureSchemeESt4spanIKhLm"
    "18446744073709551615EES7_");
bool wrapped_verify_digest(const SubjectKey& key, SignatureScheme scheme, ByteView digest, ByteView signature) asm(
    "__wrap__ZN10anchorhold6crypto13verify_digestERKNS0_10SubjectKeyENS0_15SignatureSchemeESt4s"
    "panIKhLm18446744073709551615EES7_");
bool wrapped_verify_own(const PublicKey& key, ByteView message, ByteView signature) asm(
    "__wrap__ZN10anchorhold6crypto6verifyERKNS0_9PublicKeyESt4spanIKhLm18446744073709551615EES6"
    "_");

namespace {

SignatureChecks* recording = nullptr;

void record(const SubjectKey& key, SignatureScheme scheme, ByteView message, bool hashed,
            ByteView signature) {
  if (recording == nullptr) return;
  recording->push_back({key, scheme, copy_of(message), hashed, copy_of(signature)});
}

SignatureScheme scheme_of(const PublicKey& key) {
  switch (key.algorithm()) {
    case crypto::Algorithm::es256:
      return {SignatureKind::ecdsa, crypto::HashKind::sha256};
    case crypto::Algorithm::es384:
      return {SignatureKind::ecdsa, crypto::HashKind::sha384};
    case crypto::Algorithm::ed25519:
      break;
  }
  return {SignatureKind::eddsa, crypto::HashKind::sha512};
}

}  // namespace

bool wrapped_verify(const SubjectKey& key, SignatureScheme scheme, ByteView message,
                    ByteView signature) {
  record(key, scheme, message, false, signature);
  return real_verify(key, scheme, message, signature);
}

bool wrapped_verify_digest(const SubjectKey& key, SignatureScheme scheme, ByteView digest,
                           ByteView signature) {
  record(key, scheme, digest, true, signature);
  return real_verify_digest(key, scheme, digest, signature);
}

bool wrapped_verify_own(const PublicKey& key, ByteView message, ByteView signature) {
  record(key.subject_key(), scheme_of(key), message, false, signature);
  return real_verify_own(key, message, signature);
}

void record_into(SignatureChecks* checks) {
  recording = checks;
}

std::string SignatureCheck::name() const {
  std::string out(key_kind_name(key.kind()));
  if (key.kind() != KeyKind::rsa) return out;
  out += "-" + std::to_string(key.bits());
  return scheme.kind == SignatureKind::rsa_pss ? out + " PSS" : out;
}

bool SignatureCheck::again() const {
  return hashed ? real_verify_digest(key, scheme, message, signature)
                : real_verify(key, scheme, message, signature);
}

std::string text_of(const SignatureChecks& checks) {
  std::map<std::string, size_t> counts;
  for (const SignatureCheck& check : checks) ++counts[check.name()];
  std::string out;
  for (const auto& [name, count] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + name;
  return out.empty() ? "none" : out;
}

}  // namespace anchorhold::bench
