#pragma once
// TPMT_SIGNATURE: how a TPM writes its signatures.

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"

namespace anchorhold::tpm {

// SignatureForm: which form the file has. The caller says so; it is never guessed from the bytes.
enum class SignatureForm : uint8_t {
  tpmt,           // TPMT_SIGNATURE, which names its scheme
  rsassa_sha256,  // the bare RSASSA-PKCS1-v1_5 value with SHA-256, as Azure's tools keep it
};

// Signature: RSA's value, or ECDSA's r and s as they stand (a TPM may leave out leading zeros).
struct Signature {
  crypto::SignatureScheme scheme{};
  Bytes rsa = {};
  Bytes r = {};
  Bytes s = {};
};

// parse_signature: exactly one TPMT_SIGNATURE of RSASSA, RSAPSS or ECDSA; other schemes are
// unsupported. Source: TPM 2.0 Library Part 2, section 11.3.4.
Result<Signature> parse_signature(ByteView bytes, SignatureForm form);

// signature_value: the bytes that crypto::verify takes for this key: r || s, each of the curve's
// size. A scheme that is not for this kind of key is malformed.
Result<Bytes> signature_value(const Signature& signature, const crypto::SubjectKey& key);

}  // namespace anchorhold::tpm
