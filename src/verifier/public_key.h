#pragma once
// Public keys as files.

#include "base/result.h"
#include "crypto/subject_key.h"
#include "verifier/file.h"

namespace anchorhold::verifier {

// read_public_key: a SubjectPublicKeyInfo in PEM or DER, a certification request, a TPMT_PUBLIC, or
// the 32 bytes of an Ed25519 key.
Result<crypto::SubjectKey> read_public_key(const File& file);

}  // namespace anchorhold::verifier
