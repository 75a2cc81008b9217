#pragma once
// Trust anchors of TPM keys. No root is common to all TPMs: each maker has his own.

#include <optional>
#include <span>
#include <string_view>

#include "claims/anchor.h"

namespace anchorhold::tpm {

// vendor_root_name: the name of the compiled-in root with this key, or nothing. Compiled in are the
// two roots under which Google certifies the keys of Compute Engine's vTPMs, by the SHA-256 of
// their SubjectPublicKeyInfo. Source: google/go-tpm-tools, server/ca-certs.
std::optional<std::string_view> vendor_root_name(const Digest256& spki_sha256);

}  // namespace anchorhold::tpm
