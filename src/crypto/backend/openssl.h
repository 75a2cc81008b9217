#pragma once
// The OpenSSL backend, for this module's .cpp files only. OpenSSL is used in a library context of
// its own, with the default provider and nothing else, so that no configuration file or environment
// variable changes what runs here.

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <limits>
#include <memory>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace anchorhold::crypto::openssl {

// library: the context that every call below and elsewhere names. It lives as long as the program.
OSSL_LIB_CTX* library();

// The algorithms, each fetched on its first use and kept: fetching anew for each message costs as
// much as hashing a small one, and fetching the first cipher takes OpenSSL half a millisecond.
EVP_MD* digest(HashKind kind);
EVP_CIPHER* chacha20_poly1305();
EVP_CIPHER* aes256_gcm();
EVP_CIPHER* aes256_wrap();
EVP_MAC* hmac();
EVP_KDF* hkdf();
EVP_KDF* scrypt();

// must: stops the program when OpenSSL fails where only lack of memory or a broken installation
// makes it fail.
void must(bool done);

// made: the same for a pointer.
template <class T>
T* made(T* pointer) {
  must(pointer != nullptr);
  return pointer;
}

template <auto free_function>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    free_function(pointer);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free<EVP_MAC_CTX_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Free<EVP_KDF_CTX_free>>;

// max_message: OpenSSL counts in int.
inline constexpr size_t max_message = std::numeric_limits<int>::max() - 64;

// A pointer for OpenSSL, which takes null as "not given" even when the length is 0.
const unsigned char* data_of(ByteView bytes);

// OpenSSL's parameters are not const; it does not write to these.
OSSL_PARAM octets(const char* name, ByteView bytes);
OSSL_PARAM text(const char* name, const char* value);

}  // namespace anchorhold::crypto::openssl
