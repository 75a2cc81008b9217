#pragma once
// The deployment section: what the deployer sets on the host, within what the contract allows. Its
// text is measured into PCR3 and read by the agent, which refuses anything that was not allowed.

#include "contract/contract.h"

namespace anchorhold::contract {

using Settings = std::map<std::string, std::string>;

// deployment_text: the settings as canonical JSON of printable ASCII; "{}" for none. Refused: a
// name outside `allow`, values that are over-long or not printable ASCII.
Result<std::string> deployment_text(const Contract& contract, const Settings& settings);

// parse_deployment: the agent's side; accepts exactly what deployment_text writes.
Result<Settings> parse_deployment(const Contract& contract, std::string_view text);

}  // namespace anchorhold::contract
