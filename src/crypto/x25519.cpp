#include "crypto/backend/openssl.h"
#include "crypto/ecdh.h"

namespace anchorhold::crypto {
namespace {

openssl::Key private_key(const X25519Secret& secret) {
  return openssl::Key(openssl::made(EVP_PKEY_new_raw_private_key_ex(
      openssl::library(), "X25519", nullptr, secret.view().data(), secret.view().size())));
}

}  // namespace

Result<X25519Secret> x25519_generate(Random& random) {
  X25519Secret secret;
  AH_TRY(random.fill(secret.fill()));
  return secret;
}

X25519Public x25519_public(const X25519Secret& secret) {
  const openssl::Key key = private_key(secret);
  X25519Public out;
  size_t size = out.size();
  openssl::must(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size) == 1 &&
                size == out.size());
  return out;
}

Result<SecretArray<32>> x25519(std::string_view object, const X25519Secret& secret,
                               std::span<const uint8_t, 32> peer) {
  OSSL_LIB_CTX* library = openssl::library();
  const openssl::Key key = private_key(secret);
  const openssl::Key peer_key(openssl::made(
      EVP_PKEY_new_raw_public_key_ex(library, "X25519", nullptr, peer.data(), peer.size())));
  openssl::KeyContext context(
      openssl::made(EVP_PKEY_CTX_new_from_pkey(library, key.get(), nullptr)));
  openssl::must(EVP_PKEY_derive_init(context.get()) == 1);
  // No validation of the peer's key: every 32 bytes are one, and low order shows in the result (RFC
  // 7748 section 6.1).
  openssl::must(EVP_PKEY_derive_set_peer_ex(context.get(), peer_key.get(), 0) == 1);
  SecretArray<32> shared;
  size_t size = shared.fill().size();
  const ByteArray<32> zeros{};
  if (EVP_PKEY_derive(context.get(), shared.fill().data(), &size) != 1 ||
      ct_equal(shared.view(), zeros)) {
    return Error{Code::malformed, std::string(object), "an X25519 key of low order"};
  }
  return shared;
}

}  // namespace anchorhold::crypto
