#pragma once
// COSE_Sign1 (RFC 9052 section 4.2): its structure. Verifying the signature is crypto's.

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::cose {

// COSE algorithm numbers (IANA) that this project knows.
inline constexpr int64_t kEs256 = -7;
inline constexpr int64_t kEs384 = -35;

// Sign1: views into the message. Nothing in it is proven.
struct Sign1 {
  bool tagged = false;        // came with tag 18; the caller decides whether it takes both forms
  ByteView protected_header;  // the encoded map, as signed
  int64_t alg = 0;            // from the protected header, the only place where it may be
  ByteView payload;
  ByteView signature;
};

// parse_sign1: an array of exactly four: a protected header that is the canonical map {1: alg} and
// nothing more, an empty unprotected map, an attached payload, a signature. The caller must compare
// `alg` with the one algorithm that its key has, and check the signature's length and value.
// `message` must outlive the result.
Result<Sign1> parse_sign1(std::string_view object, ByteView message);

// protected_header: the encoded map {1: alg}.
Bytes protected_header(int64_t alg);

// sig_structure: what is signed (RFC 9052 section 4.4), with an empty external_aad.
Bytes sig_structure(ByteView protected_header, ByteView payload);

// encode_sign1: the message, without tag, as an NSM writes it.
Bytes encode_sign1(ByteView protected_header, ByteView payload, ByteView signature);

}  // namespace anchorhold::cose
