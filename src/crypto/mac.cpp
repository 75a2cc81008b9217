#include "crypto/mac.h"

#include "crypto/backend/openssl.h"

namespace anchorhold::crypto {
namespace {

void hmac(const char* hash, ByteView key, std::initializer_list<ByteView> parts, MutableBytes tag) {
  openssl::MacContext context(openssl::made(EVP_MAC_CTX_new(openssl::hmac())));
  const OSSL_PARAM parameters[] = {openssl::text(OSSL_MAC_PARAM_DIGEST, hash),
                                   OSSL_PARAM_construct_end()};
  openssl::must(EVP_MAC_init(context.get(), openssl::data_of(key), key.size(), parameters) == 1);
  for (ByteView part : parts)
    openssl::must(EVP_MAC_update(context.get(), part.data(), part.size()) == 1);
  size_t size = 0;
  openssl::must(EVP_MAC_final(context.get(), tag.data(), &size, tag.size()) == 1 &&
                size == tag.size());
}

}  // namespace

Digest256 hmac_sha256(ByteView key, std::initializer_list<ByteView> parts) {
  Digest256 tag;
  hmac("SHA2-256", key, parts, tag);
  return tag;
}

Digest384 hmac_sha384(ByteView key, std::initializer_list<ByteView> parts) {
  Digest384 tag;
  hmac("SHA2-384", key, parts, tag);
  return tag;
}

Digest512 hmac_sha512(ByteView key, std::initializer_list<ByteView> parts) {
  Digest512 tag;
  hmac("SHA2-512", key, parts, tag);
  return tag;
}

Digest256 hmac_sha256(ByteView key, ByteView message) {
  return hmac_sha256(key, {message});
}

}  // namespace anchorhold::crypto
