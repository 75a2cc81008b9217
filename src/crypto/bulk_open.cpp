#include "crypto/bulk_open.h"

#include <algorithm>

#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t chacha_block_size = 64;
constexpr size_t poly1305_key_size = 32;
constexpr size_t poly1305_block_size = 16;

EVP_CIPHER* chacha20() {
  static EVP_CIPHER* const fetched =
      openssl::made(EVP_CIPHER_fetch(openssl::library(), "ChaCha20", nullptr));
  return fetched;
}

EVP_MAC* poly1305() {
  static EVP_MAC* const fetched =
      openssl::made(EVP_MAC_fetch(openssl::library(), "POLY1305", nullptr));
  return fetched;
}

// What follows the ciphertext under the MAC (RFC 8439 section 2.8): zeros up to a whole block, then
// the lengths of the associated data, which is none, and of the ciphertext.
ByteView mac_end(size_t size, ByteArray<2 * poly1305_block_size>& room) {
  room.fill(0);
  const size_t padding = (poly1305_block_size - size % poly1305_block_size) % poly1305_block_size;
  for (size_t i = 0; i < sizeof(uint64_t); ++i) {
    room[padding + 8 + i] = static_cast<uint8_t>(static_cast<uint64_t>(size) >> (8 * i));
  }
  return ByteView(room).first(padding + poly1305_block_size);
}

}  // namespace

void BulkOpener::FreeCipher::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

void BulkOpener::FreeMac::operator()(evp_mac_ctx_st* context) const {
  EVP_MAC_CTX_free(context);
}

BulkOpener::BulkOpener(AeadKey key)
    : cipher_(openssl::made(EVP_CIPHER_CTX_new())),
      mac_(openssl::made(EVP_MAC_CTX_new(poly1305()))) {
  openssl::must(EVP_DecryptInit_ex2(cipher_.get(), chacha20(), key.data(), nullptr, nullptr) == 1);
}

Status BulkOpener::open(AeadNonce nonce, ByteView sealed, MutableBytes out) {
  if (sealed.size() < aead_tag_size || sealed.size() > openssl::max_message ||
      out.size() != sealed.size() - aead_tag_size) {
    return Error{Code::invalid_argument, "authenticated decryption",
                 "the sizes do not fit together"};
  }
  const ByteView ciphertext = sealed.first(out.size());
  SecretArray<poly1305_key_size> mac_key;
  ByteArray<aead_tag_size> tag{};
  if (decrypt(nonce, ciphertext, out, mac_key.fill()) &&
      authenticate(mac_key.view(), ciphertext, tag) && ct_equal(tag, sealed.last(aead_tag_size))) {
    return {};
  }
  wipe(out);
  return Error{Code::denied, "authenticated decryption",
               "the tag does not match: wrong key or changed bytes"};
}

// The key stream's first block gives the MAC its key; the message begins with the second.
bool BulkOpener::decrypt(AeadNonce nonce, ByteView ciphertext, MutableBytes out,
                         MutableBytes mac_key) {
  ByteArray<4 + aead_nonce_size> counter_and_nonce{};
  std::copy(nonce.begin(), nonce.end(), counter_and_nonce.begin() + 4);
  constexpr ByteArray<chacha_block_size> zeros{};
  SecretArray<chacha_block_size> first_block;
  int count = 0;
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  if (EVP_DecryptInit_ex2(cipher, nullptr, nullptr, counter_and_nonce.data(), nullptr) != 1 ||
      EVP_DecryptUpdate(cipher, first_block.fill().data(), &count, zeros.data(),
                        static_cast<int>(zeros.size())) != 1) {
    return false;
  }
  std::copy_n(first_block.view().begin(), mac_key.size(), mac_key.begin());
  return ciphertext.empty() || EVP_DecryptUpdate(cipher, out.data(), &count, ciphertext.data(),
                                                 static_cast<int>(ciphertext.size())) == 1;
}

bool BulkOpener::authenticate(ByteView mac_key, ByteView ciphertext, MutableBytes tag) {
  ByteArray<2 * poly1305_block_size> room;
  const ByteView end = mac_end(ciphertext.size(), room);
  size_t size = 0;
  return EVP_MAC_init(mac_.get(), mac_key.data(), mac_key.size(), nullptr) == 1 &&
         EVP_MAC_update(mac_.get(), ciphertext.data(), ciphertext.size()) == 1 &&
         EVP_MAC_update(mac_.get(), end.data(), end.size()) == 1 &&
         EVP_MAC_final(mac_.get(), tag.data(), &size, tag.size()) == 1 && size == tag.size();
}

}  // namespace anchorhold::crypto
