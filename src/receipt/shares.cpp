#include "receipt/shares.h"

extern "C" {
#include <libgfshare.h>
}

#include <memory>
#include <vector>

#include "crypto/hash.h"

namespace anchorhold::receipt {

namespace {

struct FreeContext {
  void operator()(gfshare_ctx* context) const { gfshare_ctx_free(context); }
};
using Context = std::unique_ptr<gfshare_ctx, FreeContext>;

// The library asks for randomness through one function pointer without an argument, so the caller's
// source stands here while split runs. It also asks for it to overwrite what it frees, when
// combining too: then no source stands here, and the bytes are wiped.
thread_local Random* current_random = nullptr;
thread_local bool random_failed = false;

void fill_from_current(unsigned char* buffer, unsigned int count) {
  if (current_random == nullptr) {
    wipe({buffer, count});
  } else if (!current_random->fill({buffer, count}).ok()) {
    random_failed = true;
  }
}

}  // namespace

Result<Shares> split(ByteView secret, uint8_t threshold, uint8_t count, Random& random) {
  if (secret.empty() || threshold == 0 || threshold > count) {
    return Error{Code::invalid_argument, "shares", "not a possible split"}
        .want("1 <= threshold <= count")
        .saw(std::to_string(threshold) + " of " + std::to_string(count));
  }
  gfshare_fill_rand = fill_from_current;
  std::vector<unsigned char> numbers;
  for (unsigned n = 1; n <= count; ++n) numbers.push_back(static_cast<unsigned char>(n));
  const Context context(
      gfshare_ctx_init_enc(numbers.data(), count, threshold, static_cast<unsigned>(secret.size())));
  if (!context) return Error{Code::unavailable, "shares", "out of memory"};
  SecretBytes copy = SecretBytes::copy_of(secret);
  current_random = &random;
  random_failed = false;
  gfshare_ctx_enc_setsecret(context.get(), copy.fill().data());
  current_random = nullptr;
  if (random_failed) return Error{Code::unavailable, "shares", "no random bytes"};
  Shares shares;
  for (unsigned n = 0; n < count; ++n) {
    SecretBytes share(secret.size());
    gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(n), share.fill().data());
    shares.emplace(numbers[n], std::move(share));
  }
  return shares;
}

Result<SecretBytes> combine(const Shares& shares) {
  if (shares.empty()) return Error{Code::invalid_argument, "shares", "none given"};
  gfshare_fill_rand = fill_from_current;
  const size_t size = shares.begin()->second.size();
  std::vector<unsigned char> numbers;
  for (const auto& [number, share] : shares) {
    if (number == 0 || share.size() != size || size == 0) {
      return Error{Code::malformed, "shares", "shares of different lengths or without a number"};
    }
    numbers.push_back(number);
  }
  const Context context(gfshare_ctx_init_dec(numbers.data(), static_cast<unsigned>(numbers.size()),
                                             static_cast<unsigned>(size)));
  if (!context) return Error{Code::unavailable, "shares", "out of memory"};
  unsigned char place = 0;
  for (const auto& [number, share] : shares) {
    SecretBytes copy = share.duplicate();
    gfshare_ctx_dec_giveshare(context.get(), place++, copy.fill().data());
  }
  SecretBytes secret(size);
  gfshare_ctx_dec_extract(context.get(), secret.fill().data());
  return secret;
}

Digest256 share_commitment(uint8_t number, ByteView share) {
  crypto::Sha256 hash;
  hash.update(bytes_of("anchorhold share v1"));
  hash.update({&number, 1});
  hash.update(share);
  return hash.finish();
}

}  // namespace anchorhold::receipt
