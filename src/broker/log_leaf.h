#pragma once
// The entries of the log: what a broker decided, as canonical JSON (docs/formats.md, "Log leaves").

#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace anchorhold::broker {

// Accepted: the owner accepted a contract; from here on its ancestors are refused.
struct ContractAccepted {
  Digest384 contract{};
  std::string lineage;
};

// Released: a key went to one attested enclave. `first` spent the unit.
struct Released {
  Digest384 contract{};
  std::string lineage;
  std::string input;
  Digest256 tee_key{};
  Digest256 nonce_sha256{};
  Digest256 evidence_sha256{};
  Digest256 ciphertext_sha256{};
  Digest256 head_sha256{};
  uint64_t unit = 0;
  bool first = false;
};

// Refused: a session was refused. Ids of failed checks and digests only: no names and no values.
struct Refused {
  std::string step;  // "attest" or "resource"
  Digest256 session_sha256{};
  Digest256 evidence_sha256{};
  Digest384 contract{};  // zero when no accepted contract matched
  std::vector<std::string> checks;
};

using LogEvent = std::variant<ContractAccepted, Released, Refused>;

struct LogLeaf {
  uint64_t index = 0;
  Digest256 previous{};  // leaf hash of the entry before, zero for the first
  Time time{};           // by the broker's clock
  LogEvent event;
};

std::string encode_leaf(const LogLeaf& leaf);
// parse_leaf: refuses anything that encode_leaf would not have written, byte for byte.
Result<LogLeaf> parse_leaf(std::string_view object, std::string_view text);

}  // namespace anchorhold::broker
