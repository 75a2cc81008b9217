#include "evidence/dcap/anchor.h"

namespace anchorhold::dcap {

const Digest256& intel_root() {
  static constexpr Digest256 root = {0xa0, 0xaf, 0x03, 0x12, 0x89, 0xf5, 0xd5, 0xd4,
                                     0x13, 0x2f, 0x91, 0x86, 0x06, 0x8a, 0x7f, 0xc1,
                                     0x36, 0x28, 0x63, 0x3b, 0xa2, 0x35, 0x77, 0x74,
                                     0x72, 0xe2, 0x9b, 0x6b, 0x6c, 0x67, 0xa4, 0x9e};
  return root;
}

std::optional<AnchorKind> anchor_of(const Digest256& spki_sha256,
                                    std::span<const GivenAnchor> given) {
  if (spki_sha256 == intel_root()) return AnchorKind::intel;
  if (names(given, spki_sha256)) return AnchorKind::given;
  return std::nullopt;
}

}  // namespace anchorhold::dcap
