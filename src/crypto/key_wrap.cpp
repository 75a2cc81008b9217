#include "crypto/aead.h"
#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t extra = 8;  // the integrity block in front

openssl::CipherContext wrap_context(AeadKey key_encryption_key, int encrypt) {
  openssl::CipherContext context(openssl::made(EVP_CIPHER_CTX_new()));
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  openssl::must(EVP_CipherInit_ex2(context.get(), openssl::aes256_wrap(), key_encryption_key.data(),
                                   nullptr, encrypt, nullptr) == 1);
  return context;
}

bool fits(size_t key_size) {
  return key_size >= 16 && key_size <= 64 && key_size % 8 == 0;
}

}  // namespace

Result<Bytes> aes_key_wrap(AeadKey key_encryption_key, ByteView key) {
  if (!fits(key.size())) {
    return Error{Code::invalid_argument, "AES key wrap", "wrong key size"}
        .want("16 to 64 bytes, a multiple of 8")
        .saw(std::to_string(key.size()));
  }
  openssl::CipherContext context = wrap_context(key_encryption_key, 1);
  Bytes wrapped(key.size() + extra);
  int count = 0;
  openssl::must(EVP_CipherUpdate(context.get(), wrapped.data(), &count, key.data(),
                                 static_cast<int>(key.size())) == 1);
  return wrapped;
}

Result<SecretBytes> aes_key_unwrap(AeadKey key_encryption_key, ByteView wrapped) {
  if (wrapped.size() < extra || !fits(wrapped.size() - extra)) {
    return Error{Code::malformed, "AES key wrap", "wrong size of the wrapped key"}
        .want("24 to 72 bytes, a multiple of 8")
        .saw(std::to_string(wrapped.size()));
  }
  openssl::CipherContext context = wrap_context(key_encryption_key, 0);
  SecretBytes key(wrapped.size());  // OpenSSL may write the integrity block's room too
  int count = 0;
  if (EVP_CipherUpdate(context.get(), key.fill().data(), &count, wrapped.data(),
                       static_cast<int>(wrapped.size())) != 1 ||
      static_cast<size_t>(count) != wrapped.size() - extra) {
    return Error{Code::denied, "AES key wrap", "not wrapped under this key, or changed"};
  }
  key.shrink(wrapped.size() - extra);
  return key;
}

}  // namespace anchorhold::crypto
