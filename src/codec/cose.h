#pragma once
// COSE (RFC 9052): the structure of COSE_Sign1 messages and of COSE_Key. Verifying a signature is
// crypto's.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/cbor.h"

namespace anchorhold::cose {

// COSE algorithm numbers (IANA) that this project knows.
inline constexpr int64_t kEs256 = -7;
inline constexpr int64_t kEdDsa = -8;
inline constexpr int64_t kEs384 = -35;
inline constexpr int64_t kEs512 = -36;
inline constexpr int64_t kPs256 = -37;
inline constexpr int64_t kPs384 = -38;
inline constexpr int64_t kPs512 = -39;
// The numbers of RFC 9864 that name the curve too.
inline constexpr int64_t kEsp256 = -9;
inline constexpr int64_t kEd25519 = -19;
inline constexpr int64_t kEsp384 = -51;
inline constexpr int64_t kEsp512 = -52;

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

// HeaderRules: what a format allows beyond {1: alg} and an attached payload. Messages of the first
// parser are a subset.
struct HeaderRules {
  bool allow_untagged = true;      // the bare array, without tag 18
  bool allow_unprotected = false;  // anything at all in the unprotected map
  bool allow_detached = false;     // a nil payload: the caller has it from elsewhere
  size_t max_chain = 8;            // certificates in x5chain
};

// Thumbprint: x5t, the hash of the signer's certificate and the number of its algorithm.
struct Thumbprint {
  int64_t hash_algorithm = 0;
  ByteView hash;
};

// Header: one of the two maps. What has no field of its own is found in `map`: labels may be
// integers or text ("iss", "feed").
struct Header {
  std::optional<int64_t> alg;                 // 1
  std::optional<ByteView> kid;                // 4
  std::optional<std::string_view> type_text;  // 3, content type as a media type
  std::optional<uint64_t> type_number;        // 3, content type as a CoAP Content-Format
  std::vector<ByteView> x5chain;              // 33, the signer's certificate first
  std::optional<Thumbprint> x5t;              // 34
  const cbor::Value* cwt_claims() const { return map.find(int64_t{15}); }  // RFC 9597
  cbor::Value map;
};

// Message: any COSE_Sign1. Views into the bytes it was parsed from; nothing in it is proven, and
// nothing in `unprotected` ever will be.
struct Message {
  bool tagged = false;
  ByteView protected_header;  // the encoded map, as signed
  Header header;              // the same, read; its alg is always there
  Header unprotected;
  std::optional<ByteView> payload;  // absent: detached
  ByteView signature;
  int64_t alg() const { return *header.alg; }
};

// parse_sign1_any: a COSE_Sign1 under a format's rules. Refused whatever they say: a message
// without `alg` in the protected header, `crit` (no extension is understood), a label in both
// maps, and indefinite lengths. Another kind of COSE message (COSE_Mac0, COSE_Sign, ...) is
// unsupported and named. The caller must fix the algorithm by its key: crypto::verify_sign1 does.
Result<Message> parse_sign1_any(std::string_view object, ByteView message,
                                const HeaderRules& rules = {});

// The same for a message that stands within a decoded item. The item's input must outlive it.
Result<Message> parse_sign1_any(std::string_view object, const cbor::Value& message,
                                const HeaderRules& rules = {});

// Key: a public COSE_Key (RFC 9052 section 7, RFC 9053 section 7). Views into the map.
struct Key {
  enum class Type : uint8_t { okp, ec2 };
  Type type = Type::okp;
  int64_t curve = 0;  // IANA: 1 P-256, 2 P-384, 3 P-521, 6 Ed25519
  ByteView x;
  ByteView y;  // empty for OKP
  std::optional<int64_t> alg;
  std::optional<ByteView> kid;
};

// parse_key: kty OKP or EC2 with kid, alg, key_ops, crv, x and y; any other label, so also a
// private key, is refused. A compressed point and other key types are unsupported. Whether the
// point is on its curve is crypto's to say. key_ops must allow verifying.
Result<Key> parse_key(std::string_view object, const cbor::Value& map);

// protected_header: the encoded map {1: alg}.
Bytes protected_header(int64_t alg);

// sig_structure: what is signed (RFC 9052 section 4.4), with an empty external_aad.
Bytes sig_structure(ByteView protected_header, ByteView payload);

// encode_sign1: the message, without tag, as an NSM writes it.
Bytes encode_sign1(ByteView protected_header, ByteView payload, ByteView signature);

}  // namespace anchorhold::cose
