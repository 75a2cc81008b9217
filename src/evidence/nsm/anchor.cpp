#include "evidence/nsm/anchor.h"

#include <algorithm>

namespace anchorhold::nsm {

const Digest256& nitro_root() {
  static constexpr Digest256 root = {0x64, 0x1a, 0x03, 0x21, 0xa3, 0xe2, 0x44, 0xef,
                                     0xe4, 0x56, 0x46, 0x31, 0x95, 0xd6, 0x06, 0x31,
                                     0x7e, 0xd7, 0xcd, 0xcc, 0x3c, 0x17, 0x56, 0xe0,
                                     0x98, 0x93, 0xf3, 0xc6, 0x8f, 0x79, 0xbb, 0x5b};
  return root;
}

const Digest256& root_of(const Anchor& anchor) {
  if (const auto* software = std::get_if<SoftwareAnchor>(&anchor)) return software->root;
  return nitro_root();
}

const Anchor* find_anchor(const Digest256& root, std::span<const Anchor> anchors) {
  const auto found = std::ranges::find_if(anchors, [&](const Anchor& anchor) {
    return root_of(anchor) == root &&
           (std::holds_alternative<NitroAnchor>(anchor) || root != nitro_root());
  });
  return found == anchors.end() ? nullptr : &*found;
}

}  // namespace anchorhold::nsm
