#pragma once
// Measurements against reference values.

#include <span>

#include "evidence/nvgpu/rim.h"
#include "evidence/nvgpu/spdm.h"

namespace anchorhold::nvgpu {

// compare: for every active reference of the manifests one of its values must have been measured;
// an index that is active in manifests of both kinds is refused. As NVIDIA does, the measurement of
// a video decoder that is switched off (index 35) is left out. Returns how many were compared.
Result<size_t> compare(const Report& report, std::span<const Rim* const> manifests);

}  // namespace anchorhold::nvgpu
