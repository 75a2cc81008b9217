#pragma once
// The certificates as Azure's host hands them out: one JSON object (THIM, Trusted Hardware Identity
// Management). Source: Microsoft, Azure confidential VM documentation, /metadata/THIM/amd/
// certification.

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"

namespace anchorhold::snp {

// certificates_in_thim: the pool in the members vcekCert and certificateChain, both PEM; at most
// 64 KiB. Nothing in it is proven, and its root is no anchor. Other members are not needed.
Result<std::vector<crypto::Certificate>> certificates_in_thim(ByteView json,
                                                              crypto::CertificateCache* cache);

// looks_like_thim: whether the bytes may be such an object: cheap, to tell formats apart.
bool looks_like_thim(ByteView bytes);

}  // namespace anchorhold::snp
