#pragma once
// What a run leaves on this host's disk, and what is said of its end.

#include <string>
#include <vector>

#include "cli/host_services.h"
#include "contract/contract.h"
#include "enclave/tee.h"

namespace anchorhold::cli {

// result_room: the most that all results of one run together may take.
uint64_t result_room(const contract::Contract& contract);

// check_room: refuses a folder whose disk has no room for the results: before the launch, so that
// no run is spent for nothing.
Status check_room(const std::string& folder, const contract::Contract& contract);

// write_results: results and receipt of a run that ended well appear together, or not at all. Of
// any other run only the report to the data owners does. Returns the paths.
Result<std::vector<std::string>> write_results(const std::string& folder,
                                               const HostServices::Outcome& outcome);

// end_of: how the run ended; `spent` says what each budget has spent now.
Status end_of(const HostServices::Outcome& outcome, const enclave::EnclaveEnd& end,
              const std::string& spent);

}  // namespace anchorhold::cli
