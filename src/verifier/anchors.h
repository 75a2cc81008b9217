#pragma once
// Anchors from files.

#include <span>

#include "base/result.h"
#include "verifier/file.h"
#include "verifier/request.h"

namespace anchorhold::verifier {

// read_anchors: a certificate, a public key (PEM or DER), a certification request, a TPMT_PUBLIC or
// the 32 bytes of an Ed25519 key, each a file. The caller says by giving one that he trusts it;
// none of them is ever called rooted in hardware. `cache` may be null.
Result<Anchors> read_anchors(std::span<const File> files,
                             crypto::CertificateCache* cache = nullptr);

}  // namespace anchorhold::verifier
