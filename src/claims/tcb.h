#pragma once
// TCB status: how the platform's firmware stands against what its vendor calls current.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace anchorhold {

// TcbStatus: Intel's words, from best to worst; a policy's minimum is a bound in this order. Other
// vendors' evidence has no status of its own: there the minimum is stated as security versions.
// Source: Intel PCS API, TCB Info; Intel QVL TcbLevelCheck.
enum class TcbStatus : uint8_t {
  up_to_date,
  sw_hardening_needed,                    // software in the enclave must mitigate advisories
  configuration_needed,                   // the platform's configuration may be unsafe
  configuration_and_sw_hardening_needed,  // both
  td_relaunch_advised,                    // current now, but the TD was launched below it
  td_relaunch_advised_configuration_needed,
  out_of_date,
  out_of_date_configuration_needed,
  not_supported,
  revoked,
};

// tcb_status_name, tcb_status_from_name: as Intel spells them: "UpToDate", "SWHardeningNeeded".
std::string_view tcb_status_name(TcbStatus status);
Result<TcbStatus> tcb_status_from_name(std::string_view object, std::string_view name);

// Tcb: the judgement of collateral about a platform.
struct Tcb {
  TcbStatus status = TcbStatus::revoked;
  std::optional<Time> date = {};             // of the matched level
  std::vector<std::string> advisories = {};  // sorted, each once: "INTEL-SA-00615"
  std::optional<int64_t> evaluation = {};    // the collateral's evaluation data number
};

}  // namespace anchorhold
