#pragma once
// Policy: what a relying party accepts. It has no default that accepts anything.

#include <map>
#include <optional>
#include <vector>

#include "appraise/claims.h"

namespace anchorhold::appraise {

// Accepted: one acceptable combination of TEE and registers.
struct Accepted {
  TeeKind tee = TeeKind::software;
  // For the software TEE: the roots that are meant, by SHA-256. None accepts none. Other kinds have
  // their vendor's.
  std::vector<Digest256> software_roots = {};
  // Each must be present in the evidence, equal and not all zero. None accepts none.
  std::map<unsigned, Digest384> registers = {};
};

struct Policy {
  std::vector<Accepted> accept = {};  // none accepts nothing
  Duration max_age{};
};

// Binding: what evidence must carry to answer this very question. A member that is set is demanded:
// present and equal, byte by byte. Absent is not the same as empty.
struct Binding {
  std::optional<Bytes> nonce = {};
  std::optional<Bytes> user_data = {};
  std::optional<Bytes> public_key = {};
  // When the caller issued `nonce`, by the caller's own clock. Age is then counted from here and
  // the attester's clock decides nothing; without it age is counted from the time in the evidence.
  std::optional<Time> challenged = {};
};

}  // namespace anchorhold::appraise
