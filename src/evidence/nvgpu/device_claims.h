#pragma once
// What a device's report says, as claims.

#include <optional>
#include <span>

#include "claims/claims.h"
#include "evidence/nvgpu/submission.h"

namespace anchorhold::nvgpu {

// chip_of: the chip that the common name of an attestation key begins with: "GH100" of "GH100 A01
// GSP FMC LF", "LS10" of "LS_10 A01 FSP FMC LF".
std::string chip_of(const crypto::Certificate& leaf);

// architecture_of: "HOPPER", "BLACKWELL", "LS10"; nullopt for a chip that is no GPU or NVSwitch
// with confidential computing.
std::optional<std::string> architecture_of(std::string_view chip);

// device_claims: of one report; `path` is leaf first and may be empty.
Claims device_claims(const Device& device, std::span<const crypto::Certificate* const> path);

// combine: the claims of a list: what all devices say alike, the cautions of any, their number, and
// each one's own as a part. `devices` is not empty.
Claims combine(std::span<const Claims> devices);

}  // namespace anchorhold::nvgpu
