#pragma once
// The firmware identity (FWID) in the certificate of an attestation key.

#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"

namespace anchorhold::nvgpu {

// certificate_fwid: the digest of the firmware that the device's ROM had loaded when it made this
// key; nullopt when the certificate has no extension 2.23.133.5.4.1. NVIDIA writes it as a
// composite device identity { version, device key, { hash algorithm, digest } }; a TCG DiceTcbInfo
// with one FWID is read too. Sources: TCG Implicit Identity Based Device Attestation §4; TCG DICE
// Attestation Architecture 1.1 §6.1.1.
Result<std::optional<Bytes>> certificate_fwid(const crypto::Certificate& certificate);

}  // namespace anchorhold::nvgpu
