#include "evidence/dcap/svn_level.h"

#include <algorithm>

namespace anchorhold::dcap {

const SvnLevel* level_of(std::span<const SvnLevel> levels, uint16_t isv_svn) {
  const auto found =
      std::ranges::find_if(levels, [&](const SvnLevel& level) { return isv_svn >= level.isv_svn; });
  return found == levels.end() ? nullptr : &*found;
}

}  // namespace anchorhold::dcap
