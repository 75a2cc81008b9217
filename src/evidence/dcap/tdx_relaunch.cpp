#include "evidence/dcap/tdx_relaunch.h"

#include "evidence/dcap/tdx_module.h"

namespace anchorhold::dcap {
namespace {

bool needs_configuration(TcbStatus status) {
  return status == TcbStatus::configuration_needed ||
         status == TcbStatus::configuration_and_sw_hardening_needed ||
         status == TcbStatus::out_of_date_configuration_needed;
}

// The platform is current, and the module alone is behind.
bool only_module_out_of_date(const RelaunchState& state) {
  const bool qe_current =
      state.qe && *state.qe != TcbStatus::out_of_date && *state.qe != TcbStatus::revoked;
  const bool platform_current = state.sgx_level == TcbStatus::up_to_date ||
                                state.sgx_level == TcbStatus::sw_hardening_needed ||
                                state.sgx_level == TcbStatus::configuration_needed ||
                                state.sgx_level == TcbStatus::configuration_and_sw_hardening_needed;
  const bool tdx_behind = state.tdx == TcbStatus::out_of_date ||
                          state.tdx == TcbStatus::out_of_date_configuration_needed;
  return qe_current && platform_current && tdx_behind && state.tdx_module == TcbStatus::out_of_date;
}

}  // namespace

Result<TcbStatus> relaunch_status(const TcbInfo& info, const ByteArray<16>& tee_tcb_svn2,
                                  const RelaunchState& state) {
  if (!only_module_out_of_date(state)) return state.tdx;
  const TcbLevel& latest = info.levels.front();
  unsigned latest_module = latest.tdx[0];
  if (has_module_identity(tee_tcb_svn2)) {
    const TdxModuleIdentity* identity = find_module_identity(info, tee_tcb_svn2);
    if (identity == nullptr) {
      return Error{Code::denied, "running TDX module",
                   "the TCB info knows no module of this version"}
          .want("an identity of the version in TEE_TCB_SVN2[1]")
          .saw(std::to_string(tee_tcb_svn2[1]));
    }
    latest_module = identity->levels.front().isv_svn;
  }
  if (tee_tcb_svn2[0] < latest_module || tee_tcb_svn2[2] < latest.tdx[2]) return state.tdx;
  return needs_configuration(state.sgx_level) || needs_configuration(state.tdx)
             ? TcbStatus::td_relaunch_advised_configuration_needed
             : TcbStatus::td_relaunch_advised;
}

}  // namespace anchorhold::dcap
