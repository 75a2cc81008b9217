#pragma once
// The agent's whole life: bind the contract, obtain keys, open inputs, run the workload, gate and
// seal the outputs, write the receipt.

#include "agent/channel.h"
#include "attester/security_module.h"
#include "base/io.h"
#include "base/time.h"
#include "workload/native.h"

namespace anchorhold::agent {

// Surroundings: everything that differs from TEE to TEE, and the spawner, which was started before
// any of it was used.
struct Surroundings {
  attester::SecurityModule& module;
  Channel& channel;
  RandomAccess& layer;  // measured
  ByteView manifest;    // measured
  Random& random;
  workload::Spawner& spawner;
  Time (*clock)();
};

// run_agent: one run. The host was told how it ended, as far as it may know; the result says the
// same to main().
Status run_agent(const Surroundings& surroundings);

}  // namespace anchorhold::agent
