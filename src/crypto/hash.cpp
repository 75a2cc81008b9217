#include "crypto/hash.h"

#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {

void HashState::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

HashState::HashState(Kind kind) : context_(openssl::made(EVP_MD_CTX_new())) {
  const EVP_MD* algorithm = kind == Kind::sha256 ? openssl::sha256() : openssl::sha384();
  openssl::must(EVP_DigestInit_ex2(context_.get(), algorithm, nullptr) == 1);
}

HashState::HashState(const HashState& other) : context_(openssl::made(EVP_MD_CTX_new())) {
  openssl::must(EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()) == 1);
}

HashState& HashState::operator=(const HashState& other) {
  if (this != &other) *this = HashState(other);
  return *this;
}

void HashState::update(ByteView bytes) {
  openssl::must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

void HashState::finish(MutableBytes digest) {
  unsigned size = 0;
  openssl::must(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1 &&
                size == digest.size());
}

Digest256 Sha256::finish() {
  Digest256 digest;
  state_.finish(digest);
  return digest;
}

Digest384 Sha384::finish() {
  Digest384 digest;
  state_.finish(digest);
  return digest;
}

Digest256 sha256(std::initializer_list<ByteView> parts) {
  Sha256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

Digest384 sha384(std::initializer_list<ByteView> parts) {
  Sha384 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

Digest256 sha256(ByteView bytes) {
  return Sha256().update(bytes).finish();
}
Digest384 sha384(ByteView bytes) {
  return Sha384().update(bytes).finish();
}

}  // namespace anchorhold::crypto
