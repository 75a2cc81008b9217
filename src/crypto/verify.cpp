#include "crypto/backend/parsed_key.h"
#include "crypto/ecdsa_der.h"
#include "crypto/hash.h"

namespace anchorhold::crypto {
namespace {

bool verify_with_openssl(EVP_PKEY* key, const char* hash, ByteView message, ByteView signature) {
  openssl::DigestContext context(openssl::made(EVP_MD_CTX_new()));
  OSSL_LIB_CTX* library = openssl::library();
  openssl::must(
      EVP_DigestVerifyInit_ex(context.get(), nullptr, hash, library, nullptr, key, nullptr) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                          openssl::data_of(message), message.size()) == 1;
}

// nettle 3.8 refuses the few valid signatures in whose sum of two points both are the same. So its
// yes is final, and its no is asked of OpenSSL, which is slower.
bool verify_p384(const PublicKey::Parsed& key, ByteView message, ByteView signature) {
  if (key.point->verify(sha384(message), signature)) return true;
  const openssl::Key second = openssl_ec_key("P-384", key.raw);
  return second &&
         verify_with_openssl(second.get(), "SHA2-384", message, ecdsa_der_of_raw(signature));
}

}  // namespace

bool verify(const PublicKey& key, ByteView message, ByteView signature) {
  if (signature.size() != signature_size(key.algorithm())) return false;
  const PublicKey::Parsed& parsed = key.parsed();
  switch (key.algorithm()) {
    case Algorithm::ed25519:
      return verify_with_openssl(parsed.openssl_key.get(), nullptr, message, signature);
    case Algorithm::es256:
      return verify_with_openssl(parsed.openssl_key.get(), "SHA2-256", message,
                                 ecdsa_der_of_raw(signature));
    case Algorithm::es384:
      return verify_p384(parsed, message, signature);
  }
  return false;
}

}  // namespace anchorhold::crypto
