#pragma once
// ECDSA signatures as X.509 carries them: DER SEQUENCE { r, s } (RFC 3279 section 2.2.3), against
// raw r || s.

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"

namespace anchorhold::crypto {

// ecdsa_raw_of_der: r || s, `coordinate` bytes each. Numbers that are negative, padded or too long
// are malformed.
Result<Bytes> ecdsa_raw_of_der(std::string_view object, ByteView der, size_t coordinate);

// ecdsa_raw: the same for a curve's own size.
Result<Bytes> ecdsa_raw(std::string_view object, ByteView der, KeyKind curve);

// ecdsa_der_of_raw: the reverse; `raw` has an even length.
Bytes ecdsa_der_of_raw(ByteView raw);

}  // namespace anchorhold::crypto
