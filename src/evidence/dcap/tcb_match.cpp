#include "evidence/dcap/tcb_match.h"

#include <algorithm>

namespace anchorhold::dcap {
namespace {

bool reaches(ByteView versions, ByteView level) {
  return std::ranges::equal(versions, level, std::ranges::greater_equal{});
}

bool reaches_tdx(const ByteArray<16>& versions, const ByteArray<16>& level) {
  const size_t module_components = versions[1] > 0 ? 2 : 0;
  return reaches(ByteView(versions).subspan(module_components),
                 ByteView(level).subspan(module_components));
}

}  // namespace

LevelMatch match_levels(const TcbInfo& info, const TcbInput& input) {
  LevelMatch match;
  for (const TcbLevel& level : info.levels) {
    if (!reaches(input.sgx_components, level.sgx) || input.pce_svn < level.pce_svn) continue;
    if (match.sgx == nullptr) match.sgx = &level;
    if (!input.td) break;
    if (!reaches_tdx(input.td->tee_tcb_svn, level.tdx)) continue;
    match.tdx = &level;
    break;
  }
  return match;
}

}  // namespace anchorhold::dcap
