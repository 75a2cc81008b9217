#include "crypto/backend/ec.h"

#include <nettle/ecdsa.h>

#include "crypto/backend/ec_integer.h"

namespace anchorhold::crypto {
namespace {

constexpr uint8_t uncompressed = 0x04;  // SEC 1 section 2.3.3

}  // namespace

void EcPoint::Free::operator()(ecc_point* point) const {
  ecc_point_clear(point);
  delete point;
}

EcPoint::EcPoint(Curve curve) : curve_(curve) {
  auto point = std::make_unique<ecc_point>();
  ecc_point_init(point.get(), nettle_curve(curve));
  point_.reset(point.release());
}

std::optional<EcPoint> EcPoint::from_raw(Curve curve, ByteView raw) {
  const size_t size = coordinate_size(curve);
  if (raw.size() != 1 + 2 * size || raw.front() != uncompressed) return std::nullopt;
  EcPoint point(curve);
  const Integer x(raw.subspan(1, size));
  const Integer y(raw.subspan(1 + size));
  if (ecc_point_set(point.point_.get(), x.get(), y.get()) != 1) return std::nullopt;
  return point;
}

std::optional<EcPoint> EcPoint::of_scalar(Curve curve, ByteView scalar) {
  Scalar secret(curve);
  if (!secret.set(scalar)) return std::nullopt;
  EcPoint point(curve);
  ecc_point_mul_g(point.point_.get(), secret.get());
  return point;
}

Bytes EcPoint::raw() const {
  const size_t size = coordinate_size(curve_);
  Integer x;
  Integer y;
  ecc_point_get(point_.get(), x.get(), y.get());
  Bytes out(1 + 2 * size, uncompressed);
  write_integer(x.get(), MutableBytes(out).subspan(1, size));
  write_integer(y.get(), MutableBytes(out).subspan(1 + size));
  return out;
}

bool EcPoint::verify(ByteView digest, ByteView signature) const {
  const size_t size = coordinate_size(curve_);
  if (signature.size() != 2 * size) return false;
  Signature parsed;
  mpz_import(parsed.get()->r, size, 1, 1, 1, 0, signature.data());
  mpz_import(parsed.get()->s, size, 1, 1, 1, 0, signature.data() + size);
  return ecdsa_verify(point_.get(), digest.size(), digest.data(), parsed.get()) == 1;
}

std::optional<SecretBytes> EcPoint::agree(ByteView scalar) const {
  Scalar secret(curve_);
  if (!secret.set(scalar)) return std::nullopt;
  // The order of both curves is prime and the scalar is less, so the product is never at infinity.
  EcPoint product(curve_);
  ecc_point_mul(product.point_.get(), secret.get(), point_.get());
  Integer x;
  Integer y;
  ecc_point_get(product.point_.get(), x.get(), y.get());
  SecretBytes out(coordinate_size(curve_));
  write_integer(x.get(), out.fill());
  return out;
}

}  // namespace anchorhold::crypto
