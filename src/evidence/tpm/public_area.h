#pragma once
// TPMT_PUBLIC: a TPM key's public area: the key, and what the TPM promises about it.

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"

namespace anchorhold::tpm {

// KeyAttributes: TPMA_OBJECT, TPM 2.0 Library Part 2, section 8.3.
struct KeyAttributes {
  bool fixed_tpm = false;              // never leaves this TPM
  bool fixed_parent = false;           // never moves to another parent
  bool sensitive_data_origin = false;  // made by this TPM, not imported
  bool restricted = false;             // signs only what the TPM itself has made
  bool decrypt = false;
  bool sign = false;
};

// PublicArea: one public area. `name` is the TPM's name for the key: hash algorithm and digest of
// these very bytes (Part 1, section 16).
struct PublicArea {
  crypto::SubjectKey key;
  KeyAttributes attributes;
  std::optional<crypto::SignatureScheme> scheme;  // none: whatever a command asks for
  Bytes name;
};

// parse_public: one TPMT_PUBLIC, or TPM2B_PUBLIC (the same behind its size), of an RSA key
// (exponent 0 stands for 65537) or of one on P-256, P-384 or P-521. Reserved attribute bits, sizes
// that disagree and trailing bytes are malformed. Source: Part 2, section 12.2.4.
Result<PublicArea> parse_public(ByteView bytes);

// AttestationKey: a key as given, with its public area when the form had one.
struct AttestationKey {
  crypto::SubjectKey key;
  std::optional<PublicArea> area;
};

// read_attestation_key: parse_public, or a SubjectPublicKeyInfo in PEM or DER.
Result<AttestationKey> read_attestation_key(ByteView bytes);

// check_attestation_key_attributes: whether the TPM promises that the key is its own and signs
// nothing but what the TPM made: fixedTPM, fixedParent, sensitiveDataOrigin, restricted and sign
// set, decrypt clear. Errors are denied and name the attributes.
Status check_attestation_key_attributes(const KeyAttributes& attributes);

}  // namespace anchorhold::tpm
