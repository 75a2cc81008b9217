#pragma once
// AlgorithmIdentifiers of signatures, and the signatures beside them, in certificates, CRLs and
// certification requests.

#include <string_view>

#include "codec/der.h"
#include "crypto/subject_key.h"

namespace anchorhold::crypto {

// read_signature_algorithm: from the content of an AlgorithmIdentifier: ECDSA (RFC 5758), RSA
// PKCS #1 v1.5 and PSS (RFC 4055), Ed25519 (RFC 8410). Others are unsupported.
Result<SignatureScheme> read_signature_algorithm(std::string_view object, der::Cursor identifier);

// read_pss_parameters: RSASSA-PSS-params (RFC 4055 section 3.1) that end the identifier. Defaults
// may be written out, as AMD does with the trailer field. Supported are a mask and a salt of the
// same hash as the message.
Result<SignatureScheme> read_pss_parameters(std::string_view object, der::Cursor identifier);

// encode_signature_algorithm: the AlgorithmIdentifier of a scheme.
Bytes encode_signature_algorithm(SignatureScheme scheme);

// raw_signature: what crypto::verify takes, from the content of the signature's BIT STRING. ECDSA's
// numbers get the length of the smallest curve that holds them, for the key is not known here. A
// signature on a larger curve has such small numbers once in 2^128 times.
Result<Bytes> raw_signature(std::string_view object, SignatureScheme scheme, ByteView content);

}  // namespace anchorhold::crypto
