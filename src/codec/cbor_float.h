#pragma once
// The three widths of CBOR floats (RFC 8949 section 3.3 and appendix D).

#include <cstdint>
#include <optional>

namespace anchorhold::cbor {

double double_of_half(uint16_t bits);

// half_of: the half-width float of exactly this value, if there is one. NaN is 0x7e00.
std::optional<uint16_t> half_of(double value);

// single_of: the bits of the single-width float of exactly this value, if there is one.
std::optional<uint32_t> single_of(double value);

}  // namespace anchorhold::cbor
