#pragma once
// What a run costs (pure rules). A run at a broker is (lineage, thumbprint of the tee-pubkey).

#include <optional>

#include "broker/store.h"

namespace anchorhold::broker {

// Unit: which unit of the budget a release belongs to, and whether this release spends it.
struct Unit {
  uint64_t index = 0;
  bool spends = false;
};

// decide_unit: the first release of a run spends one unit; another one to the same key in the same
// session is free. denied: the budget is spent, or the key belongs to another session.
Result<Unit> decide_unit(const std::optional<RunRecord>& run, const Digest256& session,
                         uint64_t units_spent, uint64_t budget_runs);

}  // namespace anchorhold::broker
