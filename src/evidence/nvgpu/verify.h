#pragma once
// Verification of NVIDIA GPU and NVSwitch reports.

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/nvgpu/checks.h"

namespace anchorhold::nvgpu {

// Endorsements: what comes beside the evidence, in any order; what belongs to other devices is
// ignored.
struct Endorsements {
  std::span<const crypto::Certificate> certificates = {};  // for a raw report: the device's chain
  // NVIDIA's manifests, as XML. One of another version is ignored as long as another one fits.
  std::span<const Bytes> rims = {};
  std::span<const crypto::Crl> crls = {};
  bool require_crl = false;  // every certificate below the root needs its issuer's list
};

// verify_evidence: proves that each device signed its report for the nonce in it, that its key
// descends from NVIDIA's root and belongs to the firmware that it names, and, as far as manifests
// are given, that the measurements are the ones NVIDIA published for these versions. `evidence` is
// a raw report or NVIDIA's JSON list; every report of a list must verify. What the caller must
// still check: that the nonce is his, that the number of devices and their versions suit him, and
// revocation where NVIDIA answers by OCSP only. What was compared with no manifest is a caution:
// "driver-not-compared", "vbios-not-compared"; what was, is named in "driver_rim", "vbios_rim".
// `cache` may be null. Sources: DMTF DSP0274 1.1.1; NVIDIA Attestation SDK, local GPU verifier.
Verification verify_evidence(ByteView evidence, const Endorsements& endorsements,
                             std::span<const GivenAnchor> given, Time at,
                             crypto::CertificateCache* cache);

// looks_like_evidence: whether the bytes are probably a report or a list of reports. Nothing is
// promised of bytes that are.
bool looks_like_evidence(ByteView bytes);

}  // namespace anchorhold::nvgpu
