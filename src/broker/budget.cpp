#include "broker/budget.h"

namespace anchorhold::broker {

Result<Unit> decide_unit(const std::optional<RunRecord>& run, const Digest256& session,
                         uint64_t units_spent, uint64_t budget_runs) {
  if (run) {
    if (run->session != session) {
      return Error{Code::denied, "run", "its tee-pubkey was released to in another session"}.advise(
          "start a new run: each makes a key of its own");
    }
    return Unit{run->unit, false};
  }
  if (units_spent >= budget_runs) {
    return Error{Code::denied, "budget", "is spent"}
        .want("fewer than " + std::to_string(budget_runs) + " runs in this lineage")
        .saw(std::to_string(units_spent))
        .advise("an amended contract can raise the budget");
  }
  return Unit{units_spent + 1, true};
}

}  // namespace anchorhold::broker
