#pragma once
// Manifests against devices: which manifest is whose, who signed it, and whether the measurements
// are the published ones.

#include "evidence/nvgpu/device.h"

namespace anchorhold::nvgpu {

// judge_manifests: a manifest fits a device when chip and version agree; one of another chip is
// ignored. Every fitting one must be NVIDIA's before anything is compared with it. The
// claims of each device get the names of the manifests with which it was compared, and a caution
// for the driver and for the VBIOS, if it was compared with none of that kind.
void judge_manifests(std::span<JudgedDevice> devices, const Endorsements& endorsements,
                     std::span<const GivenAnchor> given, Time at, crypto::CertificateCache* cache,
                     CheckRun& run);

}  // namespace anchorhold::nvgpu
