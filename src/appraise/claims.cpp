#include "appraise/claims.h"

#include <algorithm>
#include <array>

namespace anchorhold::appraise {
namespace {

constexpr std::array<std::string_view, 7> tee_names = {"software", "vm",  "nitro", "snp",
                                                       "tdx",      "tpm", "sgx"};
constexpr unsigned measured_registers = 3;  // 0, 1 and 2: zero in a debug launch

bool is_zero(const std::map<unsigned, Digest384>& registers, unsigned index) {
  const auto found = registers.find(index);
  return found == registers.end() || found->second == Digest384{};
}

}  // namespace

std::string_view tee_name(TeeKind kind) {
  return tee_names[static_cast<size_t>(kind)];
}

Result<TeeKind> tee_from_name(std::string_view object, std::string_view name) {
  const auto found = std::ranges::find(tee_names, name);
  if (found == tee_names.end()) {
    return Error{Code::unsupported, std::string(object), "unknown TEE"}
        .want("software, vm, nitro, snp, tdx, tpm or sgx")
        .saw(std::string(name.substr(0, 40)));
  }
  return static_cast<TeeKind>(found - tee_names.begin());
}

Claims claims_of(const Verified<nsm::AnchoredDocument>& document) {
  const bool hardware = std::holds_alternative<nsm::NitroAnchor>(document->anchor);
  Claims claims{.tee = hardware ? TeeKind::nitro : TeeKind::software,
                .hardware_rooted = hardware,
                .root = nsm::root_of(document->anchor),
                .module_id = document->module_id,
                .registers = document->pcrs,
                .debug = true,
                .issued = document->timestamp,
                .nonce = document->nonce,
                .user_data = document->user_data,
                .public_key = document->public_key};
  for (unsigned i = 0; i < measured_registers; ++i)
    claims.debug = claims.debug && is_zero(claims.registers, i);
  return claims;
}

}  // namespace anchorhold::appraise
