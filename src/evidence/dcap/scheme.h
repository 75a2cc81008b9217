#pragma once
// How everything is signed here: by Intel, by its platforms and by quoting enclaves.

#include "crypto/subject_key.h"

namespace anchorhold::dcap {

inline constexpr crypto::SignatureScheme ecdsa_sha256 = {crypto::SignatureKind::ecdsa,
                                                         crypto::HashKind::sha256};

}  // namespace anchorhold::dcap
