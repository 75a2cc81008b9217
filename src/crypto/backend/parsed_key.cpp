#include "crypto/backend/parsed_key.h"

namespace anchorhold::crypto {
namespace {

openssl::Key from_data(const char* type, int selection, OSSL_PARAM* parameters) {
  openssl::KeyContext context(
      openssl::made(EVP_PKEY_CTX_new_from_name(openssl::library(), type, nullptr)));
  EVP_PKEY* key = nullptr;
  openssl::must(EVP_PKEY_fromdata_init(context.get()) == 1 &&
                EVP_PKEY_fromdata(context.get(), &key, selection, parameters) == 1);
  return openssl::Key(key);
}

// A key without a point. To set a curve up takes OpenSSL three times as long as to copy it and read
// a point, so each curve is set up once, and lives as long as the program.
openssl::Key curve(const char* name) {
  OSSL_PARAM parameters[] = {openssl::text(OSSL_PKEY_PARAM_GROUP_NAME, name),
                             OSSL_PARAM_construct_end()};
  return from_data("EC", EVP_PKEY_KEY_PARAMETERS, parameters);
}

EVP_PKEY* bare_curve(KeyKind kind) {
  if (kind == KeyKind::p256) {
    static EVP_PKEY* const p256 = curve("P-256").release();
    return p256;
  }
  if (kind == KeyKind::p384) {
    static EVP_PKEY* const p384 = curve("P-384").release();
    return p384;
  }
  static EVP_PKEY* const p521 = curve("P-521").release();
  return p521;
}

openssl::Key ec_key(KeyKind kind, ByteView raw) {
  openssl::Key key(openssl::made(EVP_PKEY_dup(bare_curve(kind))));
  openssl::must(EVP_PKEY_set1_encoded_public_key(key.get(), raw.data(), raw.size()) == 1);
  return key;
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
  return from_data("RSA", EVP_PKEY_PUBLIC_KEY, parameters);
}

openssl::Key make(const SubjectKey::Parsed& key) {
  switch (key.kind) {
    case KeyKind::p256:
    case KeyKind::p384:
    case KeyKind::p521:
      return ec_key(key.kind, key.raw);
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
