#pragma once
// JWS (RFC 7515, general JSON serialization) and JWE (RFC 7516, flattened JSON serialization):
// their structure. Signing, verifying and encrypting are crypto's.
//
// Headers are protected ones only. Members that name or carry the sender's own key (jwk, jku, x5c,
// x5u) or change how the rest is read (crit, b64, zip) are refused: the key and its algorithm come
// from the contract.

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/json.h"

namespace anchorhold::jose {

inline constexpr size_t kMaxSignatures = 64;

struct JwsSignature {
  std::string protected_b64;  // the header as signed
  json::Value header;         // the same decoded: an object with a text `alg`
  Bytes signature;
};

// JwsGeneral: nothing in it is proven. A message with one signature is one with a list of one.
struct JwsGeneral {
  Bytes payload;
  std::vector<JwsSignature> signatures;
};

// parse_jws: general serialization with 1 to kMaxSignatures signatures, whose members are exactly
// payload and signatures[{protected, signature}]. The caller must check `alg`, `typ` and `kid` of
// every header and every signature over signing_input.
Result<JwsGeneral> parse_jws(std::string_view object, std::string_view text);

// encode_jws: canonical JSON; `header` is not looked at, protected_b64 is what counts.
std::string encode_jws(const JwsGeneral& jws);

// signing_input: what each signature covers (RFC 7515 section 5.1).
std::string signing_input(std::string_view protected_b64, ByteView payload);

// encode_header: a header in canonical JSON as base64url. For a JWE this is also the order of
// members that the Confidential Containers clients rebuild: alg, enc, epk{crv, kty, x, y}.
std::string encode_header(const json::Value& header);

struct Jwe {
  std::string protected_b64;  // its ASCII is the additional authenticated data
  json::Value header;         // the same decoded: an object with texts `alg` and `enc`
  Bytes encrypted_key;
  Bytes iv;
  Bytes ciphertext;
  Bytes tag;
};

// parse_jwe: flattened serialization whose members are exactly protected, encrypted_key, iv,
// ciphertext and tag. The caller must check `alg`, `enc` and `epk`, and every length.
Result<Jwe> parse_jwe(std::string_view object, std::string_view text);

// encode_jwe: canonical JSON; protected_b64 is what counts.
std::string encode_jwe(const Jwe& jwe);

}  // namespace anchorhold::jose
