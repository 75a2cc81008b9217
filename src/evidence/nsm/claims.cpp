#include "evidence/nsm/claims.h"

#include <algorithm>

namespace anchorhold::nsm {
namespace {

constexpr unsigned measured_registers = 3;  // 0, 1 and 2: zero in a debug launch

std::string register_name(unsigned index) {
  return "pcr" + std::to_string(index);
}

bool is_measured(const Document& document, unsigned index) {
  const auto found = document.pcrs.find(index);
  return found != document.pcrs.end() && found->second != Digest384{};
}

uint64_t milliseconds(Time time) {
  return static_cast<uint64_t>(time.time_since_epoch().count());
}

}  // namespace

Claims said_by(const Document& document) {
  Claims claims;
  claims.format = "Nitro Security Module attestation document";
  claims.platform = document.module_id;
  claims.debug = true;
  for (unsigned i = 0; i < measured_registers; ++i)
    claims.debug = *claims.debug && !is_measured(document, i);
  claims.issued = document.timestamp;
  claims.nonce = document.nonce;
  claims.user_data = document.user_data;
  claims.public_key = document.public_key;
  claims.vendor = {{"module_id", document.module_id},
                   {"timestamp_ms", milliseconds(document.timestamp)}};
  for (const auto& [index, value] : document.pcrs) {
    claims.measurements.emplace(register_name(index), copy_of(value));
    claims.vendor.emplace(register_name(index), copy_of(value));
  }
  if (document.nonce) claims.vendor.emplace("nonce", *document.nonce);
  if (document.user_data) claims.vendor.emplace("user_data", *document.user_data);
  if (document.public_key) claims.vendor.emplace("public_key", *document.public_key);
  return claims;
}

Claims claims_of(const Verified<AnchoredDocument>& document) {
  Claims claims = said_by(*document);
  claims.hardware_rooted = std::holds_alternative<NitroAnchor>(document->anchor);
  claims.tee = claims.hardware_rooted ? TeeKind::nitro : TeeKind::software;
  claims.root = root_of(document->anchor);
  return claims;
}

}  // namespace anchorhold::nsm
