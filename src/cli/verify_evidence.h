#pragma once
// `verify` for attestation documents.

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "cli/context.h"

namespace anchorhold::cli {

// EvidenceDemands: what the caller knows from elsewhere. Without a contract only authenticity is
// judged.
struct EvidenceDemands {
  std::vector<Digest256> software_roots;
  std::string contract;  // path: appraise against it
  std::string nonce;     // hex: demanded
  std::optional<Time> at;
};

Status verify_evidence(Context& context, const std::string& name, ByteView document,
                       const EvidenceDemands& demands);

}  // namespace anchorhold::cli
