#include "crypto/backend/parsed_key.h"
#include "crypto/ecdsa_der.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {
namespace {

const char* openssl_name(HashKind hash) {
  constexpr const char* names[] = {"SHA1", "SHA2-256", "SHA2-384", "SHA2-512"};
  return names[static_cast<size_t>(hash)];
}

bool verify_with_openssl(EVP_PKEY* key, const OSSL_PARAM* parameters, ByteView digest,
                         ByteView signature) {
  openssl::KeyContext context(
      openssl::made(EVP_PKEY_CTX_new_from_pkey(openssl::library(), key, nullptr)));
  openssl::must(EVP_PKEY_verify_init_ex(context.get(), parameters) == 1);
  return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                         digest.size()) == 1;
}

bool verify_rsa(const SubjectKey::Parsed& key, SignatureScheme scheme, ByteView digest,
                ByteView signature) {
  if (signature.size() != key.modulus.size()) return false;
  const char* hash = openssl_name(scheme.hash);
  const OSSL_PARAM pkcs1[] = {openssl::text(OSSL_SIGNATURE_PARAM_DIGEST, hash),
                              openssl::text(OSSL_SIGNATURE_PARAM_PAD_MODE, "pkcs1"),
                              OSSL_PARAM_construct_end()};
  if (scheme.kind == SignatureKind::rsa_pkcs1) {
    return verify_with_openssl(key.openssl_key(), pkcs1, digest, signature);
  }
  const char* salt = scheme.salt == PssSalt::any ? "auto" : "digest";
  const OSSL_PARAM pss[] = {openssl::text(OSSL_SIGNATURE_PARAM_DIGEST, hash),
                            openssl::text(OSSL_SIGNATURE_PARAM_PAD_MODE, "pss"),
                            openssl::text(OSSL_SIGNATURE_PARAM_MGF1_DIGEST, hash),
                            openssl::text(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, salt),
                            OSSL_PARAM_construct_end()};
  return verify_with_openssl(key.openssl_key(), pss, digest, signature);
}

bool verify_ecdsa(const SubjectKey::Parsed& key, ByteView digest, ByteView signature) {
  if (signature.size() != 2 * coordinate_size(key.kind)) return false;
  // nettle 3.8 refuses the few valid signatures in whose sum of two points both are the same. So
  // its yes is final, and its no is asked of OpenSSL, which is slower.
  if (key.point && key.point->verify(digest, signature)) return true;
  const OSSL_PARAM none[] = {OSSL_PARAM_construct_end()};
  return verify_with_openssl(key.openssl_key(), none, digest, ecdsa_der_of_raw(signature));
}

bool verify_ed25519(const SubjectKey::Parsed& key, ByteView message, ByteView signature) {
  constexpr size_t size = 64;
  if (signature.size() != size) return false;
  openssl::DigestContext context(openssl::made(EVP_MD_CTX_new()));
  openssl::must(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, openssl::library(),
                                        nullptr, key.openssl_key(), nullptr) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                          openssl::data_of(message), message.size()) == 1;
}

// Whether this kind of key signs in this way at all, by its own certificate's word too.
bool fits(const SubjectKey::Parsed& key, SignatureScheme scheme) {
  switch (scheme.kind) {
    case SignatureKind::ecdsa:
      return coordinate_size(key.kind) != 0;
    case SignatureKind::rsa_pkcs1:
      return key.kind == KeyKind::rsa && !key.pss_only;
    case SignatureKind::rsa_pss:
      return key.kind == KeyKind::rsa && (!key.only || *key.only == scheme);
    case SignatureKind::eddsa:
      return key.kind == KeyKind::ed25519;
  }
  return false;
}

}  // namespace

bool verify_digest(const SubjectKey& key, SignatureScheme scheme, ByteView digest,
                   ByteView signature) {
  const SubjectKey::Parsed& parsed = key.parsed();
  if (!fits(parsed, scheme) || digest.size() != hash_size(scheme.hash)) return false;
  switch (scheme.kind) {
    case SignatureKind::ecdsa:
      return verify_ecdsa(parsed, digest, signature);
    case SignatureKind::rsa_pkcs1:
    case SignatureKind::rsa_pss:
      return verify_rsa(parsed, scheme, digest, signature);
    case SignatureKind::eddsa:
      break;
  }
  return false;
}

bool verify(const SubjectKey& key, SignatureScheme scheme, ByteView message, ByteView signature) {
  if (scheme.kind != SignatureKind::eddsa) {
    return verify_digest(key, scheme, hash(scheme.hash, message), signature);
  }
  return fits(key.parsed(), scheme) && verify_ed25519(key.parsed(), message, signature);
}

bool verify(const PublicKey& key, ByteView message, ByteView signature) {
  switch (key.algorithm()) {
    case Algorithm::ed25519:
      return verify(key.subject_key(), {SignatureKind::eddsa, HashKind::sha512}, message,
                    signature);
    case Algorithm::es256:
      return verify(key.subject_key(), {SignatureKind::ecdsa, HashKind::sha256}, message,
                    signature);
    case Algorithm::es384:
      return verify(key.subject_key(), {SignatureKind::ecdsa, HashKind::sha384}, message,
                    signature);
  }
  return false;
}

}  // namespace anchorhold::crypto
