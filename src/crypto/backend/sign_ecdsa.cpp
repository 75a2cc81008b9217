#include <nettle/ecdsa.h>

#include <algorithm>

#include "crypto/backend/ec.h"
#include "crypto/backend/ec_integer.h"
#include "crypto/mac.h"

namespace anchorhold::crypto {
namespace {

Digest256 hmac(const Digest256& key, std::initializer_list<ByteView> parts) {
  return hmac_sha256(key, parts);
}
Digest384 hmac(const Digest384& key, std::initializer_list<ByteView> parts) {
  return hmac_sha384(key, parts);
}

// The order n of the group (SEC 2).
constexpr ByteArray<32> order(const Digest256&) {
  return {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
          0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
}
constexpr ByteArray<48> order(const Digest384&) {
  return {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2,
          0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};
}

// Nonces: the generator of RFC 6979 section 3.2, for digests as long as the group's order. nettle
// asks it for one candidate after another until one is in 1..n-1, which is the RFC's own loop.
template <class Digest>
class Nonces {
 public:
  Nonces(ByteView scalar, ByteView digest) {
    v_.fill(0x01);
    key_.fill(0x00);
    // bits2octets: the digest modulo n; both have the same number of bits, so it is less than 2n.
    Digest reduced;
    Integer number(digest);
    const Integer n(order(reduced));
    mpz_mod(number.get(), number.get(), n.get());
    write_integer(number.get(), reduced);
    mix(0x00, scalar, reduced);
    mix(0x01, scalar, reduced);
  }
  ~Nonces() {
    wipe(v_);
    wipe(key_);
  }
  Nonces(const Nonces&) = delete;
  Nonces& operator=(const Nonces&) = delete;

  // nettle_random_func.
  static void next(void* self, size_t size, uint8_t* out) {
    static_cast<Nonces*>(self)->next({out, size});
  }

 private:
  void mix(uint8_t separator, ByteView scalar, ByteView digest) {
    key_ = hmac(key_, {v_, {&separator, 1}, scalar, digest});
    v_ = hmac(key_, {v_});
  }

  void next(MutableBytes out) {
    if (used_) mix(0x00, {}, {});
    used_ = true;
    v_ = hmac(key_, {v_});
    std::copy_n(v_.begin(), std::min(out.size(), v_.size()), out.begin());
  }

  Digest v_;
  Digest key_;
  bool used_ = false;
};

template <class Digest>
std::optional<Bytes> sign(Curve curve, ByteView scalar, ByteView digest) {
  Scalar secret(curve);
  if (!secret.set(scalar)) return std::nullopt;
  Nonces<Digest> nonces(scalar, digest);
  Signature signature;
  ecdsa_sign(secret.get(), &nonces, &Nonces<Digest>::next, digest.size(), digest.data(),
             signature.get());
  const size_t size = coordinate_size(curve);
  Bytes out(2 * size);
  write_integer(signature.get()->r, MutableBytes(out).first(size));
  write_integer(signature.get()->s, MutableBytes(out).last(size));
  return out;
}

}  // namespace

std::optional<Bytes> sign_ecdsa(Curve curve, ByteView scalar, ByteView digest) {
  if (curve == Curve::p521 || digest.size() != coordinate_size(curve)) return std::nullopt;
  return curve == Curve::p256 ? sign<Digest256>(curve, scalar, digest)
                              : sign<Digest384>(curve, scalar, digest);
}

}  // namespace anchorhold::crypto
