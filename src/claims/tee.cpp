#include "claims/tee.h"

#include <algorithm>
#include <array>
#include <string>

namespace anchorhold {
namespace {

constexpr std::array<std::string_view, 15> tee_names = {
    "software",   "vm",  "nitro", "snp",   "tdx",   "tpm",      "sgx", "nitro-tpm",
    "azure-vtpm", "cca", "psa",   "nvgpu", "ibmse", "keystone", "dice"};

}  // namespace

std::string_view tee_name(TeeKind kind) {
  return tee_names[static_cast<size_t>(kind)];
}

Result<TeeKind> tee_from_name(std::string_view object, std::string_view name) {
  const auto found = std::ranges::find(tee_names, name);
  if (found == tee_names.end()) {
    std::string all;
    for (const std::string_view known : tee_names)
      all += (all.empty() ? "" : ", ") + std::string(known);
    return Error{Code::unsupported, std::string(object), "unknown TEE"}
        .want("one of " + all)
        .saw(std::string(name.substr(0, 40)));
  }
  return static_cast<TeeKind>(found - tee_names.begin());
}

}  // namespace anchorhold
