#include "evidence/dcap/tdx_module.h"

#include <algorithm>

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

std::string version_name(const ByteArray<16>& tee_tcb_svn) {
  return "TDX_" + to_hex(ByteView(tee_tcb_svn).subspan(1, 1));
}

Error mismatch(std::string_view part, ByteView wanted, ByteView seen) {
  return Error{Code::denied, "TDX module", std::string(part) + " is not that of Intel's module"}
      .want(to_hex(wanted))
      .saw(to_hex(seen));
}

}  // namespace

bool has_module_identity(const ByteArray<16>& tee_tcb_svn) {
  return tee_tcb_svn[1] > 0;
}

const TdxModuleIdentity* find_module_identity(const TcbInfo& info,
                                              const ByteArray<16>& tee_tcb_svn) {
  const auto& identities = info.tdx_module_identities;
  const auto found = std::ranges::find(identities, tee_tcb_svn[1], &TdxModuleIdentity::version);
  return found == identities.end() ? nullptr : &*found;
}

Status match_tdx_module(const TcbInfo& info, const TdTcb& td) {
  const TdxModule* module = info.tdx_module ? &*info.tdx_module : nullptr;
  if (has_module_identity(td.tee_tcb_svn)) {
    const TdxModuleIdentity* identity = find_module_identity(info, td.tee_tcb_svn);
    module = identity == nullptr ? nullptr : &identity->module;
  }
  if (module == nullptr) {
    return Error{Code::denied, "TDX module", "the TCB info knows no module of this version"}
        .want("an identity " + version_name(td.tee_tcb_svn))
        .saw(std::to_string(info.tdx_module_identities.size()) + " other identities");
  }
  if (td.mrsignerseam != module->mrsigner) {
    return mismatch("MRSIGNERSEAM", module->mrsigner, td.mrsignerseam);
  }
  // Intel defines no attribute yet: a set bit is one that nobody here can judge.
  constexpr ByteArray<8> none{};
  if (td.seam_attributes != none || module->attributes != none) {
    return mismatch("SEAMATTRIBUTES", none,
                    td.seam_attributes != none ? td.seam_attributes : module->attributes);
  }
  return {};
}

}  // namespace anchorhold::dcap
