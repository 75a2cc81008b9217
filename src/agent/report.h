#pragma once
// Report: how the run ended, in coarse classes, for the data owners only. The host learns ok or
// failed.

#include <string>

#include "base/io.h"
#include "contract/sealed.h"
#include "workload/limits.h"

namespace anchorhold::agent {

// Report: the workload's end and, when the gate or a later step refused, why. `reason` holds
// nothing that the workload chose but which rule it broke.
struct Report {
  workload::WorkloadEnd end;
  std::string reason;
};

// seal_report: a result file named "report" to every data owner that has a recipient key, always of
// one size. Empty when no owner has one.
Result<Bytes> seal_report(const contract::SealedContract& sealed, const std::string& run,
                          const Report& report, Random& random);

}  // namespace anchorhold::agent
