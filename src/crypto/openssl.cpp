#include "crypto/openssl.h"

#include <openssl/provider.h>

#include <cstdio>
#include <cstdlib>

namespace anchorhold::crypto::openssl {
namespace {

Backend load() {
  OSSL_LIB_CTX* library = made(OSSL_LIB_CTX_new());
  made(OSSL_PROVIDER_load(library, "default"));
  return Backend{
      .library = library,
      .sha256 = made(EVP_MD_fetch(library, "SHA2-256", nullptr)),
      .sha384 = made(EVP_MD_fetch(library, "SHA2-384", nullptr)),
      .chacha20_poly1305 = made(EVP_CIPHER_fetch(library, "ChaCha20-Poly1305", nullptr)),
      .aes256_gcm = made(EVP_CIPHER_fetch(library, "AES-256-GCM", nullptr)),
      .aes256_wrap = made(EVP_CIPHER_fetch(library, "AES-256-WRAP", nullptr)),
      .hmac = made(EVP_MAC_fetch(library, "HMAC", nullptr)),
      .hkdf = made(EVP_KDF_fetch(library, "HKDF", nullptr)),
      .scrypt = made(EVP_KDF_fetch(library, "SCRYPT", nullptr)),
  };
}

}  // namespace

const Backend& backend() {
  static const Backend loaded = load();
  return loaded;
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
