#pragma once
// The comparison of a log with quoted registers.

#include <set>

#include "base/check.h"
#include "evidence/eventlog/replay.h"

namespace anchorhold::eventlog {

// Proven: the registers, by bank and index, that a log led to exactly.
struct Proven {
  std::set<std::pair<const Bank*, uint32_t>> registers = {};
  // Registers that hold something of which the log says nothing.
  std::vector<std::string> unexplained = {};
  // How many events of a register count. The kernel lists a file before it extends PCR 10, so that
  // a quote may fall short of the end of an IMA list; what comes later is not proven.
  std::map<uint32_t, size_t> counted = {};
};

// compare: one finding of eventlog.replay for each quoted register of the log's kind; other names
// are not its business. A register that the log never extends passes while it holds its start
// value. Otherwise it fails when it is firmware's (PCR 0 to 7, RTMR0 to 2); the others software
// extends on its own: they are reported as unexplained, and their value is for the policy. A quote
// that proves no event at all fails.
Proven compare(const Log& log, uint8_t locality, const Registers& quoted, CheckRun& run);

}  // namespace anchorhold::eventlog
