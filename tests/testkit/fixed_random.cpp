#include "testkit/fixed_random.h"

#include <algorithm>

#include "base/writer.h"
#include "crypto/hash.h"

namespace anchorhold::testkit {

Status FixedRandom::fill(MutableBytes out) {
  while (!out.empty()) {
    const Digest256 block = crypto::sha256(Writer().u64be(seed_).u64be(block_++).view());
    const size_t count = std::min(block.size(), out.size());
    std::copy_n(block.begin(), count, out.begin());
    out = out.subspan(count);
  }
  return {};
}

}  // namespace anchorhold::testkit
