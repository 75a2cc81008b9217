#pragma once
// The output gate: what the workload left in /out either is what the contract allows, all of it, or
// nothing leaves.

#include "agent/gate/collect.h"

namespace anchorhold::agent {

// pass_gate: collects the declared outputs and holds each against its format, schema, columns and
// disclosure rule. JSON is handed on in its canonical form.
Result<Outputs> pass_gate(const os::Fd& out, const contract::Contract& contract);

}  // namespace anchorhold::agent
