#pragma once
// The firmware identity (FWID) in the certificate of an attestation key.

#include <array>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"

namespace anchorhold::nvgpu {

// The extensions that may hold it: in the certificates of Hopper and the NVSwitch, and in those of
// Blackwell.
inline constexpr std::array<std::string_view, 2> fwid_oids = {"2.23.133.5.4.1", "2.23.133.5.4.1.1"};

// certificate_fwid: the digest of the firmware that the device's ROM had loaded when it made this
// key; nullopt when the certificate has none of the extensions; an error when two disagree. NVIDIA
// writes a composite device identity { version, device key, { hash algorithm, digest } } or a
// DiceTcbInfo, of which the first FWID counts. Sources: TCG Implicit Identity Based Device
// Attestation §4; TCG DICE Attestation Architecture 1.1 §6.1.1.
Result<std::optional<Bytes>> certificate_fwid(const crypto::Certificate& certificate);

}  // namespace anchorhold::nvgpu
