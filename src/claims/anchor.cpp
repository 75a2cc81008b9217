#include "claims/anchor.h"

#include <algorithm>

namespace anchorhold {

bool names(std::span<const GivenAnchor> anchors, const Digest256& spki_sha256) {
  return std::ranges::find(anchors, GivenAnchor{spki_sha256}) != anchors.end();
}

}  // namespace anchorhold
