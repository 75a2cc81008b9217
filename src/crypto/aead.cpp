#include "crypto/aead.h"

#include <cstring>

#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {
namespace {

int count_of(ByteView bytes) {
  return static_cast<int>(bytes.size());
}

Status wrong_size(size_t expected, size_t seen) {
  return Error{Code::invalid_argument, "authenticated encryption", "the sizes do not fit together"}
      .want("an output of " + std::to_string(expected) + " bytes, of a message below 2 GiB")
      .saw(std::to_string(seen));
}

Status failed() {
  return Error{Code::internal, "authenticated encryption", "OpenSSL refused an operation"};
}

}  // namespace

void Aead::Free::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

void load_ciphers() {
  static_cast<void>(openssl::aes256_gcm());
}

Aead::Aead(Kind kind, AeadKey key) : context_(openssl::made(EVP_CIPHER_CTX_new())) {
  const EVP_CIPHER* cipher =
      kind == Kind::chacha20_poly1305 ? openssl::chacha20_poly1305() : openssl::aes256_gcm();
  openssl::must(EVP_EncryptInit_ex2(context_.get(), cipher, key.data(), nullptr, nullptr) == 1);
}

Status Aead::seal(AeadNonce nonce, ByteView plaintext, MutableBytes out, ByteView associated) {
  if (plaintext.size() > openssl::max_message || associated.size() > openssl::max_message ||
      out.size() != plaintext.size() + aead_tag_size) {
    return wrong_size(plaintext.size() + aead_tag_size, out.size());
  }
  EVP_CIPHER_CTX* context = context_.get();
  int count = 0;
  int rest = 0;
  if (EVP_EncryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) != 1) return failed();
  if (!associated.empty() &&
      EVP_EncryptUpdate(context, nullptr, &count, associated.data(), count_of(associated)) != 1) {
    return failed();
  }
  if (!plaintext.empty() &&
      EVP_EncryptUpdate(context, out.data(), &count, plaintext.data(), count_of(plaintext)) != 1) {
    return failed();
  }
  const MutableBytes tag = out.last(aead_tag_size);
  if (EVP_EncryptFinal_ex(context, tag.data(), &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, aead_tag_size, tag.data()) != 1) {
    return failed();
  }
  return {};
}

Status Aead::open(AeadNonce nonce, ByteView sealed, MutableBytes out, ByteView associated) {
  if (sealed.size() < aead_tag_size) {
    return Error{Code::malformed, "authenticated encryption", "shorter than its tag"}
        .want("at least 16 bytes")
        .saw(std::to_string(sealed.size()));
  }
  const ByteView ciphertext = sealed.first(sealed.size() - aead_tag_size);
  if (ciphertext.size() > openssl::max_message || associated.size() > openssl::max_message ||
      out.size() != ciphertext.size()) {
    return wrong_size(ciphertext.size(), out.size());
  }
  EVP_CIPHER_CTX* context = context_.get();
  // The tag is copied: OpenSSL takes it by a mutable pointer.
  ByteArray<aead_tag_size> tag;
  std::memcpy(tag.data(), sealed.data() + ciphertext.size(), aead_tag_size);
  unsigned char none[aead_tag_size];
  int count = 0;
  int rest = 0;
  const bool opened =
      EVP_DecryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, aead_tag_size, tag.data()) == 1 &&
      (associated.empty() ||
       EVP_DecryptUpdate(context, nullptr, &count, associated.data(), count_of(associated)) == 1) &&
      (ciphertext.empty() || EVP_DecryptUpdate(context, out.data(), &count, ciphertext.data(),
                                               count_of(ciphertext)) == 1) &&
      EVP_DecryptFinal_ex(context, none, &rest) == 1;
  if (opened) return {};
  wipe(out);
  return Error{Code::denied, "authenticated encryption",
               "the tag does not match: wrong key or changed bytes"};
}

}  // namespace anchorhold::crypto
