#pragma once
// One device: whose report it is, and what it says.

#include "claims/claims.h"
#include "evidence/nvgpu/chain.h"
#include "evidence/nvgpu/submission.h"
#include "evidence/nvgpu/verify.h"

namespace anchorhold::nvgpu {

// JudgedDevice: `claims` is what the report says; `rooted` is set when its chain was proven.
struct JudgedDevice {
  const Device* device = nullptr;
  std::string chip;  // "GH100": from the attestation key's certificate; empty when there is none
  Bytes key = {};    // SubjectPublicKeyInfo of the attestation key; empty when there is none
  std::optional<Rooted> rooted = {};
  Claims claims = {};
};

// judge_device: makes every check that concerns this device alone, manifests apart. `device` must
// outlive the result.
JudgedDevice judge_device(const Device& device, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::nvgpu
