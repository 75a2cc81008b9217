#include "attester/security_module.h"

#include <algorithm>

namespace anchorhold::attester {

Status ModuleRandom::fill(MutableBytes out) {
  while (!out.empty()) {
    AH_ASSIGN(const Bytes chunk, module_.random());
    const size_t count = std::min(chunk.size(), out.size());
    std::copy_n(chunk.begin(), count, out.begin());
    out = out.subspan(count);
  }
  return {};
}

}  // namespace anchorhold::attester
