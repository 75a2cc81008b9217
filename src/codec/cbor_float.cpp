#include "codec/cbor_float.h"

#include <bit>
#include <cmath>
#include <limits>

namespace anchorhold::cbor {

double double_of_half(uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const int mantissa = bits & 0x3ff;
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent < 31) {
    value = std::ldexp(mantissa + 1024, exponent - 25);
  } else {
    value = mantissa == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

std::optional<uint16_t> half_of(double value) {
  if (std::isnan(value)) return uint16_t{0x7e00};
  const auto sign = static_cast<uint16_t>(std::signbit(value) ? 0x8000 : 0);
  const double magnitude = std::fabs(value);
  if (std::isinf(value)) return static_cast<uint16_t>(sign | 0x7c00);
  if (magnitude == 0) return sign;
  if (magnitude > 65504) return std::nullopt;
  // The exponent of the unit in the last place: at least that of the subnormals.
  const int exponent = std::max(std::ilogb(magnitude), -14);
  const double mantissa = std::ldexp(magnitude, 10 - exponent);
  if (mantissa != std::trunc(mantissa)) return std::nullopt;
  const int whole = static_cast<int>(mantissa);  // 1024 and more when normal
  const int biased = whole < 1024 ? 0 : exponent + 15;
  return static_cast<uint16_t>(sign | (biased << 10) | (whole & 0x3ff));
}

std::optional<uint32_t> single_of(double value) {
  if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max()) &&
      std::isfinite(value)) {
    return std::nullopt;
  }
  const auto narrow = static_cast<float>(value);
  if (static_cast<double>(narrow) != value) return std::nullopt;
  return std::bit_cast<uint32_t>(narrow);
}

}  // namespace anchorhold::cbor
