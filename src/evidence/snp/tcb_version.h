#pragma once
// TCB_VERSION: the security patch levels of a processor's firmware, eight bytes whose meaning
// depends on the product.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "evidence/snp/product.h"

namespace anchorhold::snp {

// TcbComponent: one security patch level. The numbered ones are reserved and zero so far.
// Source: AMD 57230 (VCEK Certificate and KDS Interface), table of VCEK extensions.
enum class TcbComponent : uint8_t {
  bootloader,
  tee,
  snp,
  spl4,
  spl5,
  spl6,
  spl7,
  microcode,
  fmc,
};

// tcb_component_name: "bootloader", "tee", "snp", "spl4", ..., "microcode", "fmc".
std::string_view tcb_component_name(TcbComponent component);

// TcbVersion: the bytes as they lie in a report. Two of them are never compared as one number.
struct TcbVersion {
  ByteArray<8> bytes{};

  // The number as AMD writes it: the most significant byte first.
  ByteArray<8> big_endian() const;
  bool operator==(const TcbVersion&) const = default;
};

// tcb_layout: which component each byte holds. Source: AMD 56860, TCB_VERSION: one layout for the
// processors of family 19h, one for those of family 1Ah.
const std::array<TcbComponent, 8>& tcb_layout(Product product);

// not_above: whether no component of `lower` exceeds the same one of `upper`. It holds for every
// layout, because it compares byte by byte.
bool not_above(const TcbVersion& lower, const TcbVersion& upper);

}  // namespace anchorhold::snp
