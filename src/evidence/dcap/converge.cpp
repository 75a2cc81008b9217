#include "evidence/dcap/converge.h"

#include <algorithm>
#include <set>

#include "evidence/dcap/tcb_match.h"
#include "evidence/dcap/tdx_module.h"
#include "evidence/dcap/tdx_relaunch.h"

namespace anchorhold::dcap {
namespace {

// Parts: the levels that were reached; null where there is none.
struct Parts {
  LevelMatch platform;
  const SvnLevel* module = nullptr;
  const SvnLevel* qe = nullptr;
  bool module_has_levels = false;
};

Parts match_parts(const TcbInfo& info, const EnclaveIdentity& identity, const TcbInput& input) {
  Parts parts;
  parts.platform = match_levels(info, input);
  parts.qe = level_of(identity.levels, input.qe_report.isv_svn);
  if (input.td && has_module_identity(input.td->tee_tcb_svn)) {
    parts.module_has_levels = true;
    const TdxModuleIdentity* module = find_module_identity(info, input.td->tee_tcb_svn);
    if (module != nullptr) parts.module = level_of(module->levels, input.td->tee_tcb_svn[0]);
  }
  return parts;
}

std::optional<TcbStatus> status_of(const TcbLevel* level) {
  return level == nullptr ? std::nullopt : std::optional(level->standing.status);
}
std::optional<TcbStatus> status_of(const SvnLevel* level) {
  return level == nullptr ? std::nullopt : std::optional(level->standing.status);
}

// The status of a TD before its quoting enclave is looked at. NotSupported and Revoked are final.
Result<TcbStatus> td_status(const TcbInfo& info, const TdTcb& td, const Parts& parts) {
  if (parts.platform.tdx == nullptr) return TcbStatus::not_supported;
  if (parts.module_has_levels && parts.module == nullptr) return TcbStatus::not_supported;
  const std::optional<TcbStatus> module = status_of(parts.module);
  const TcbStatus status =
      converge(parts.platform.tdx->standing.status, module.value_or(TcbStatus::up_to_date));
  if (status == TcbStatus::revoked || !td.tee_tcb_svn2) return status;
  return relaunch_status(info, *td.tee_tcb_svn2,
                         {.sgx_level = parts.platform.sgx->standing.status,
                          .tdx = status,
                          .tdx_module = module,
                          .qe = status_of(parts.qe)});
}

Result<TcbStatus> status_of(const TcbInfo& info, const TcbInput& input, const Parts& parts) {
  if (parts.platform.sgx == nullptr) return TcbStatus::not_supported;
  TcbStatus status = parts.platform.sgx->standing.status;
  if (input.td) {
    AH_ASSIGN(status, td_status(info, *input.td, parts));
    if (status == TcbStatus::not_supported || status == TcbStatus::revoked) return status;
  }
  return converge(status, status_of(parts.qe).value_or(TcbStatus::not_supported));
}

}  // namespace

TcbStatus converge(TcbStatus level, TcbStatus part) {
  if (part == TcbStatus::revoked || part == TcbStatus::not_supported) return part;
  if (part != TcbStatus::out_of_date) return level;
  switch (level) {
    case TcbStatus::up_to_date:
    case TcbStatus::sw_hardening_needed:
      return TcbStatus::out_of_date;
    case TcbStatus::configuration_needed:
    case TcbStatus::configuration_and_sw_hardening_needed:
      return TcbStatus::out_of_date_configuration_needed;
    default:
      return level;
  }
}

Result<PlatformTcb> platform_tcb(const TcbInfo& info, const EnclaveIdentity& identity,
                                 const TcbInput& input) {
  const Parts parts = match_parts(info, identity, input);
  PlatformTcb out;
  AH_ASSIGN(out.tcb.status, status_of(info, input, parts));
  const TcbLevel* level = input.td ? parts.platform.tdx : parts.platform.sgx;
  std::set<std::string> advisories;
  for (const Standing* standing : {level == nullptr ? nullptr : &level->standing,
                                   parts.module == nullptr ? nullptr : &parts.module->standing,
                                   parts.qe == nullptr ? nullptr : &parts.qe->standing}) {
    if (standing == nullptr) continue;
    advisories.insert(standing->advisories.begin(), standing->advisories.end());
    out.tcb.date = std::min(out.tcb.date.value_or(standing->date), standing->date);
  }
  out.tcb.advisories.assign(advisories.begin(), advisories.end());
  out.tcb.evaluation = std::min(info.evaluation, identity.evaluation);
  out.sgx_level = status_of(parts.platform.sgx);
  out.tdx_level = status_of(parts.platform.tdx);
  out.tdx_module = status_of(parts.module);
  out.qe = status_of(parts.qe);
  out.tcb_info_evaluation = info.evaluation;
  out.identity_evaluation = identity.evaluation;
  return out;
}

}  // namespace anchorhold::dcap
