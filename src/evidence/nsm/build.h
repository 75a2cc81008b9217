#pragma once
// Documents as the NSM writes them, for whoever holds a leaf's key.

#include "crypto/keys.h"
#include "evidence/nsm/document.h"
#include "evidence/nsm/nitro_tpm_document.h"

namespace anchorhold::nsm {

// encode_payload: the payload map in the order and form of real documents: definite length, nine
// keys, null for absent options. It encodes what it is given and judges nothing.
Bytes encode_payload(const Document& document);
Bytes encode_payload(const TpmDocument& document);

// sign_document: the finished untagged COSE_Sign1 with protected header {1: -35}, signed by the
// leaf's P-384 key.
Result<Bytes> sign_document(const Document& document, const crypto::PrivateKey& leaf_key);

}  // namespace anchorhold::nsm
