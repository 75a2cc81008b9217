#pragma once
// Authenticated encryption and AES key wrap. A failed open says `denied` and leaves zeros in `out`.

#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

struct evp_cipher_ctx_st;

namespace anchorhold::crypto {

inline constexpr size_t aead_key_size = 32;
inline constexpr size_t aead_nonce_size = 12;
inline constexpr size_t aead_tag_size = 16;

using AeadKey = std::span<const uint8_t, aead_key_size>;
using AeadNonce = std::span<const uint8_t, aead_nonce_size>;

// Aead: one key with its cipher state kept, for many messages. The caller never repeats a nonce
// under one key. `out` may be the input's own memory (same start) or disjoint from it; nothing is
// copied in between.
class Aead {
 public:
  // out = ciphertext || tag: out.size() must be plaintext.size() + aead_tag_size.
  Status seal(AeadNonce nonce, ByteView plaintext, MutableBytes out, ByteView associated = {});
  // `sealed` = ciphertext || tag: out.size() must be sealed.size() - aead_tag_size. `out` holds the
  // plaintext only when the tag was right.
  Status open(AeadNonce nonce, ByteView sealed, MutableBytes out, ByteView associated = {});

 protected:
  enum class Kind : uint8_t { chacha20_poly1305, aes256_gcm };
  Aead(Kind kind, AeadKey key);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

// ChaCha20Poly1305: RFC 8439.
class ChaCha20Poly1305 : public Aead {
 public:
  explicit ChaCha20Poly1305(AeadKey key) : Aead(Kind::chacha20_poly1305, key) {}
};

// Aes256Gcm: NIST SP 800-38D with 96-bit nonces and 128-bit tags.
class Aes256Gcm : public Aead {
 public:
  explicit Aes256Gcm(AeadKey key) : Aead(Kind::aes256_gcm, key) {}
};

// load_ciphers: has OpenSSL build its table of ciphers now, a third of a millisecond that the first
// message would wait for otherwise.
void load_ciphers();

// aes_key_wrap: RFC 3394 with the default initial value. `key` is 16 to 64 bytes and a multiple of
// 8, else invalid_argument. The wrapped key is 8 bytes longer.
Result<Bytes> aes_key_wrap(AeadKey key_encryption_key, ByteView key);

// aes_key_unwrap: the wrapped key, or denied when it was not wrapped under this key.
Result<SecretBytes> aes_key_unwrap(AeadKey key_encryption_key, ByteView wrapped);

}  // namespace anchorhold::crypto
