#pragma once
// NVIDIA's roots, compiled in by the SHA-256 of the certificate.

#include "base/bytes.h"

namespace anchorhold::nvgpu {

// device_root: "CN=NVIDIA Device Identity CA": devices' attestation keys descend from it.
const Digest256& device_root();

// rim_root: "CN=NVIDIA CoRIM signing Root CA": the signers of reference manifests do.
const Digest256& rim_root();

}  // namespace anchorhold::nvgpu
