#include "crypto/backend/openssl.h"

#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <cstdio>
#include <cstdlib>

namespace anchorhold::crypto::openssl {
OSSL_LIB_CTX* library() {
  static OSSL_LIB_CTX* const loaded = [] {
    // Without this OpenSSL would read its configuration file, and load every error text, on first
    // use.
    must(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
                                 OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS,
                             nullptr) == 1);
    OSSL_LIB_CTX* context = made(OSSL_LIB_CTX_new());
    made(OSSL_PROVIDER_load(context, "default"));
    return context;
  }();
  return loaded;
}

EVP_MD* digest(HashKind kind) {
  const auto fetch = [](const char* name) { return made(EVP_MD_fetch(library(), name, nullptr)); };
  switch (kind) {
    case HashKind::sha1: {
      static EVP_MD* const sha1 = fetch("SHA1");
      return sha1;
    }
    case HashKind::sha256: {
      static EVP_MD* const sha256 = fetch("SHA2-256");
      return sha256;
    }
    case HashKind::sha384: {
      static EVP_MD* const sha384 = fetch("SHA2-384");
      return sha384;
    }
    case HashKind::sha512:
      break;
  }
  static EVP_MD* const sha512 = fetch("SHA2-512");
  return sha512;
}

EVP_CIPHER* chacha20_poly1305() {
  static EVP_CIPHER* const fetched =
      made(EVP_CIPHER_fetch(library(), "ChaCha20-Poly1305", nullptr));
  return fetched;
}

EVP_CIPHER* aes256_gcm() {
  static EVP_CIPHER* const fetched = made(EVP_CIPHER_fetch(library(), "AES-256-GCM", nullptr));
  return fetched;
}

EVP_CIPHER* aes256_wrap() {
  static EVP_CIPHER* const fetched = made(EVP_CIPHER_fetch(library(), "AES-256-WRAP", nullptr));
  return fetched;
}

EVP_MAC* hmac() {
  static EVP_MAC* const fetched = made(EVP_MAC_fetch(library(), "HMAC", nullptr));
  return fetched;
}

EVP_KDF* hkdf() {
  static EVP_KDF* const fetched = made(EVP_KDF_fetch(library(), "HKDF", nullptr));
  return fetched;
}

EVP_KDF* scrypt() {
  static EVP_KDF* const fetched = made(EVP_KDF_fetch(library(), "SCRYPT", nullptr));
  return fetched;
}

void must(bool done) {
  if (done) return;
  std::fputs("anchorhold: OpenSSL failed for lack of memory or of a working default provider\n",
             stderr);
  std::abort();
}

const unsigned char* data_of(ByteView bytes) {
  static constexpr unsigned char none[1] = {0};
  return bytes.empty() ? none : bytes.data();
}

OSSL_PARAM octets(const char* name, ByteView bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<unsigned char*>(data_of(bytes)),
                                           bytes.size());
}

OSSL_PARAM text(const char* name, const char* value) {
  return OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0);
}

}  // namespace anchorhold::crypto::openssl
