#pragma once
// P-256, P-384 and P-521 on nettle: points, scalars, ECDSA and Diffie-Hellman on digests. For this
// module's .cpp files only. nettle is the faster library for P-384 (verification 1.7 times, signing
// 6 times OpenSSL 3.0), and its operations on secrets take a time that does not depend on them.

#include <nettle/ecc.h>

#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/secret.h"

namespace anchorhold::crypto {

enum class Curve : uint8_t { p256, p384, p521 };

// coordinate_size: bytes of a coordinate, and of a scalar.
constexpr size_t coordinate_size(Curve curve) {
  constexpr size_t sizes[] = {32, 48, 66};
  return sizes[static_cast<size_t>(curve)];
}

// EcPoint: a point that is on its curve, never the one at infinity. Move-only.
class EcPoint {
 public:
  // From 04 || x || y; nothing when the form is another or the point is not on the curve.
  static std::optional<EcPoint> from_raw(Curve curve, ByteView raw);
  // The public point of a scalar; nothing when the scalar is not in 1..n-1.
  static std::optional<EcPoint> of_scalar(Curve curve, ByteView scalar);

  Bytes raw() const;

  // verify: ECDSA over a digest; `signature` is r || s.
  bool verify(ByteView digest, ByteView signature) const;

  // agree: the x-coordinate of scalar * this; nothing when the scalar is out of range.
  std::optional<SecretBytes> agree(ByteView scalar) const;

 private:
  explicit EcPoint(Curve curve);
  struct Free {
    void operator()(ecc_point* point) const;
  };
  Curve curve_;
  std::unique_ptr<ecc_point, Free> point_;
};

// sign_ecdsa: r || s over a digest as long as the coordinates of P-256 or P-384, the nonce after
// RFC 6979; nothing when the scalar is out of range.
std::optional<Bytes> sign_ecdsa(Curve curve, ByteView scalar, ByteView digest);

}  // namespace anchorhold::crypto
