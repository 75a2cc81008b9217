#include "crypto/kdf.h"

#include <algorithm>

#include "base/secret.h"
#include "crypto/backend/openssl.h"
#include "crypto/hash.h"

namespace anchorhold::crypto {
namespace {

// scrypt's memory may not exceed this.
constexpr uint64_t scrypt_memory_limit = uint64_t{4} << 30;

Status derive(EVP_KDF* kdf, const OSSL_PARAM* parameters, std::string_view object,
              MutableBytes out) {
  openssl::KdfContext context(openssl::made(EVP_KDF_CTX_new(kdf)));
  if (EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) == 1) return {};
  wipe(out);
  return Error{Code::unavailable, std::string(object), "the key could not be derived"}.advise(
      "check that enough memory is free");
}

}  // namespace

Status hkdf_sha256(ByteView ikm, ByteView salt, ByteView info, MutableBytes out) {
  if (out.size() > size_t{255} * 32) {
    wipe(out);
    return Error{Code::invalid_argument, "HKDF-SHA-256", "too much output asked for"}
        .want("at most 8160 bytes")
        .saw(std::to_string(out.size()));
  }
  if (out.empty()) return {};
  const OSSL_PARAM parameters[] = {
      openssl::text(OSSL_KDF_PARAM_DIGEST, "SHA2-256"), openssl::octets(OSSL_KDF_PARAM_KEY, ikm),
      openssl::octets(OSSL_KDF_PARAM_SALT, salt), openssl::octets(OSSL_KDF_PARAM_INFO, info),
      OSSL_PARAM_construct_end()};
  return derive(openssl::hkdf(), parameters, "HKDF-SHA-256", out);
}

Status scrypt(ByteView passphrase, ByteView salt, unsigned log2n, unsigned r, unsigned p,
              MutableBytes out) {
  if (log2n < 1 || log2n > 30 || r < 1 || r > 1024 || p < 1 || p > 1024 ||
      (uint64_t{128} * r << log2n) > scrypt_memory_limit) {
    wipe(out);
    return Error{Code::invalid_argument, "scrypt", "parameters out of range"}
        .want("log2(N) 1 to 30, r and p 1 to 1024, at most 4 GiB of memory")
        .saw("log2(N) " + std::to_string(log2n) + ", r " + std::to_string(r) + ", p " +
             std::to_string(p));
  }
  if (out.empty()) return {};
  uint64_t n = uint64_t{1} << log2n;
  uint64_t wide_r = r;
  uint64_t wide_p = p;
  uint64_t memory = scrypt_memory_limit + (uint64_t{1} << 20);
  const OSSL_PARAM parameters[] = {
      openssl::octets(OSSL_KDF_PARAM_PASSWORD, passphrase),
      openssl::octets(OSSL_KDF_PARAM_SALT, salt),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_R, &wide_r),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_P, &wide_p),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
      OSSL_PARAM_construct_end()};
  return derive(openssl::scrypt(), parameters, "scrypt", out);
}

Status concat_kdf_sha256(ByteView shared_secret, ByteView other_info, MutableBytes out) {
  for (uint32_t round = 1; !out.empty(); ++round) {
    const ByteArray<4> counter = {static_cast<uint8_t>(round >> 24),
                                  static_cast<uint8_t>(round >> 16),
                                  static_cast<uint8_t>(round >> 8), static_cast<uint8_t>(round)};
    Digest256 block = sha256({counter, shared_secret, other_info});
    const size_t count = std::min(out.size(), block.size());
    std::copy_n(block.begin(), count, out.begin());
    wipe(block);
    out = out.subspan(count);
  }
  return {};
}

}  // namespace anchorhold::crypto
