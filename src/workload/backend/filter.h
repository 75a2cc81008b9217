#pragma once
// What the filter tables are made of.

#include <seccomp.h>

#include <optional>
#include <span>

#include "workload/seccomp.h"

namespace anchorhold::workload {

// Call: one allowed or refused system call, and why.
struct Call {
  int number;  // SCMP_SYS(...); negative where the machine does not have it
  const char* reason;
};

// ArgumentRule: a call that is allowed only if one argument compares so, and the other one too.
struct ArgumentRule {
  int number;
  scmp_arg_cmp compare;
  const char* reason;
  std::optional<scmp_arg_cmp> also = {};
};

// Comparisons for it: the argument's bits under a mask, or all of it.
constexpr scmp_arg_cmp bits(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
constexpr scmp_arg_cmp equal(unsigned argument, scmp_datum_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}

// Refusal: calls that fail with `error` or end the process, when the default would mislead or be
// too kind.
struct Refusal {
  uint32_t action;
  std::span<const Call> calls;
};

struct FilterTable {
  const char* name;
  uint32_t otherwise;  // the action for every call that no table names
  std::span<const Call> allowed;
  std::span<const ArgumentRule> conditional;
  std::span<const Refusal> refused;
};

// compile: the table as a BPF program; system calls of other architectures (32-bit, x32) kill the
// process.
Result<FilterProgram> compile(const FilterTable& table);

}  // namespace anchorhold::workload
