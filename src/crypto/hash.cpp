#include "crypto/hash.h"

#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {

std::string_view hash_name(HashKind kind) {
  constexpr std::string_view names[] = {"sha1", "sha256", "sha384", "sha512"};
  return names[static_cast<size_t>(kind)];
}

void Hasher::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Hasher::Hasher(HashKind kind) : kind_(kind), context_(openssl::made(EVP_MD_CTX_new())) {
  openssl::must(EVP_DigestInit_ex2(context_.get(), openssl::digest(kind), nullptr) == 1);
}

Hasher::Hasher(const Hasher& other)
    : kind_(other.kind_), context_(openssl::made(EVP_MD_CTX_new())) {
  openssl::must(EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()) == 1);
}

Hasher& Hasher::operator=(const Hasher& other) {
  if (this != &other) *this = Hasher(other);
  return *this;
}

Hasher& Hasher::update(ByteView bytes) {
  openssl::must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  return *this;
}

void Hasher::finish(MutableBytes digest) {
  unsigned size = 0;
  openssl::must(digest.size() == hash_size(kind_) &&
                EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1 &&
                size == digest.size());
}

Bytes Hasher::finish() {
  Bytes digest(hash_size(kind_));
  finish(digest);
  return digest;
}

Digest256 Sha256::finish() {
  Digest256 digest;
  hasher_.finish(digest);
  return digest;
}

Digest384 Sha384::finish() {
  Digest384 digest;
  hasher_.finish(digest);
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

Bytes hash(HashKind kind, std::initializer_list<ByteView> parts) {
  Hasher hasher(kind);
  for (ByteView part : parts) hasher.update(part);
  return hasher.finish();
}

Digest160 sha1(ByteView bytes) {
  Digest160 digest;
  Hasher(HashKind::sha1).update(bytes).finish(digest);
  return digest;
}
Digest256 sha256(ByteView bytes) {
  return Sha256().update(bytes).finish();
}
Digest384 sha384(ByteView bytes) {
  return Sha384().update(bytes).finish();
}
Digest512 sha512(ByteView bytes) {
  Digest512 digest;
  Hasher(HashKind::sha512).update(bytes).finish(digest);
  return digest;
}
Bytes hash(HashKind kind, ByteView bytes) {
  return Hasher(kind).update(bytes).finish();
}

}  // namespace anchorhold::crypto
