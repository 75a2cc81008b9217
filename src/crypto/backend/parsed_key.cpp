#include "crypto/backend/parsed_key.h"

namespace anchorhold::crypto {
namespace {

openssl::Key from_data(const char* type, OSSL_PARAM* parameters) {
  openssl::KeyContext context(
      openssl::made(EVP_PKEY_CTX_new_from_name(openssl::library(), type, nullptr)));
  EVP_PKEY* key = nullptr;
  openssl::must(EVP_PKEY_fromdata_init(context.get()) == 1 &&
                EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
  return openssl::Key(key);
}

openssl::Key ec_key(const char* group, ByteView raw) {
  OSSL_PARAM parameters[] = {openssl::text(OSSL_PKEY_PARAM_GROUP_NAME, group),
                             openssl::octets(OSSL_PKEY_PARAM_PUB_KEY, raw),
                             OSSL_PARAM_construct_end()};
  return from_data("EC", parameters);
}

// OpenSSL takes integers in the machine's byte order.
Bytes native(ByteView big_endian) {
  return {big_endian.rbegin(), big_endian.rend()};
}

openssl::Key rsa_key(ByteView modulus, ByteView exponent) {
  Bytes n = native(modulus);
  Bytes e = native(exponent);
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, n.data(), n.size()),
                             OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, e.data(), e.size()),
                             OSSL_PARAM_construct_end()};
  return from_data("RSA", parameters);
}

openssl::Key make(const SubjectKey::Parsed& key) {
  switch (key.kind) {
    case KeyKind::p256:
      return ec_key("P-256", key.raw);
    case KeyKind::p384:
      return ec_key("P-384", key.raw);
    case KeyKind::p521:
      return ec_key("P-521", key.raw);
    case KeyKind::rsa:
      return rsa_key(key.modulus, key.exponent);
    case KeyKind::ed25519:
      break;
  }
  return openssl::Key(openssl::made(EVP_PKEY_new_raw_public_key_ex(
      openssl::library(), "ED25519", nullptr, key.raw.data(), key.raw.size())));
}

}  // namespace

SubjectKey::Parsed::~Parsed() {
  EVP_PKEY_free(openssl_key_.load());
}

EVP_PKEY* SubjectKey::Parsed::openssl_key() const {
  if (EVP_PKEY* present = openssl_key_.load()) return present;
  openssl::Key made = make(*this);
  EVP_PKEY* first = nullptr;
  // Whoever comes second takes the first one's.
  return openssl_key_.compare_exchange_strong(first, made.get()) ? made.release() : first;
}

}  // namespace anchorhold::crypto
