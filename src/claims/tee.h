#pragma once
// The kinds of TEE and of roots of trust that evidence comes from.

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace anchorhold {

// TeeKind: what made the evidence. The first seven can run an enclave of this project and may stand
// in contracts.
enum class TeeKind : uint8_t {
  software,
  vm,
  nitro,
  snp,
  tdx,
  tpm,
  sgx,
  nitro_tpm,
  azure_vtpm,
  cca,
  psa,
  nvgpu,
  ibmse,
  keystone,
  dice,
};

// tee_name, tee_from_name: the word for a kind as policies and contracts write it: "nitro-tpm".
std::string_view tee_name(TeeKind kind);
Result<TeeKind> tee_from_name(std::string_view object, std::string_view name);

// runs_enclaves: whether an enclave of this project can run on it, so that a contract may name it.
constexpr bool runs_enclaves(TeeKind kind) {
  return kind <= TeeKind::sgx;
}

}  // namespace anchorhold
