#include "evidence/snp/tcb_version.h"

#include <algorithm>

namespace anchorhold::snp {

std::string_view tcb_component_name(TcbComponent component) {
  static constexpr std::array<std::string_view, 9> names = {
      "bootloader", "tee", "snp", "spl4", "spl5", "spl6", "spl7", "microcode", "fmc"};
  return names[static_cast<size_t>(component)];
}

ByteArray<8> TcbVersion::big_endian() const {
  ByteArray<8> out{};
  std::ranges::reverse_copy(bytes, out.begin());
  return out;
}

const std::array<TcbComponent, 8>& tcb_layout(Product product) {
  using enum TcbComponent;
  static constexpr std::array<TcbComponent, 8> family_19h = {bootloader, tee,  spl4, spl5,
                                                             spl6,       spl7, snp,  microcode};
  static constexpr std::array<TcbComponent, 8> family_1ah = {fmc,  bootloader, tee,  snp,
                                                             spl5, spl6,       spl7, microcode};
  return product == Product::turin ? family_1ah : family_19h;
}

bool not_above(const TcbVersion& lower, const TcbVersion& upper) {
  for (size_t i = 0; i < lower.bytes.size(); ++i) {
    if (lower.bytes[i] > upper.bytes[i]) return false;
  }
  return true;
}

}  // namespace anchorhold::snp
