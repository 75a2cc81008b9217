#pragma once
// The NSM device's protocol: CBOR requests and responses, in both directions.
// Source: aws-nitro-enclaves-nsm-api, src/api/mod.rs; Linux drivers/misc/nsm.c for the sizes.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::nsm {

inline constexpr size_t request_limit = 0x1000;
inline constexpr size_t response_limit = 0x3000;
inline constexpr size_t random_chunk = 256;  // bytes of one GetRandom

struct DescribeNsm {
  bool operator==(const DescribeNsm&) const = default;
};
struct GetRandom {
  bool operator==(const GetRandom&) const = default;
};
struct DescribePcr {
  uint16_t index = 0;
  bool operator==(const DescribePcr&) const = default;
};
struct ExtendPcr {
  uint16_t index = 0;
  Bytes data;
  bool operator==(const ExtendPcr&) const = default;
};
struct LockPcr {
  uint16_t index = 0;
  bool operator==(const LockPcr&) const = default;
};
struct LockPcrs {
  uint16_t range = 0;  // locks [0, range)
  bool operator==(const LockPcrs&) const = default;
};
// Attestation: what the enclave wants bound into its evidence. Absent is null in the document.
struct Attestation {
  std::optional<Bytes> user_data;
  std::optional<Bytes> nonce;
  std::optional<Bytes> public_key;
  bool operator==(const Attestation&) const = default;
};
using Request =
    std::variant<DescribeNsm, GetRandom, DescribePcr, ExtendPcr, LockPcr, LockPcrs, Attestation>;

enum class NsmError : uint8_t {
  invalid_argument,
  invalid_index,
  invalid_response,
  read_only_index,
  invalid_operation,
  buffer_too_small,
  input_too_large,
  internal_error,
};

// Description: what the module says of itself.
struct Description {
  uint16_t version_major = 1;
  uint16_t version_minor = 0;
  uint16_t version_patch = 0;
  std::string module_id;
  uint16_t max_pcrs = 32;
  std::set<uint16_t> locked_pcrs;
  std::string digest = "SHA384";
  bool operator==(const Description&) const = default;
};
// Register: one register's state.
struct Register {
  bool lock = false;
  Digest384 data{};
  bool operator==(const Register&) const = default;
};
struct RandomBytes {
  Bytes random;
  bool operator==(const RandomBytes&) const = default;
};
struct Extended {
  Digest384 data{};
  bool operator==(const Extended&) const = default;
};
struct Locked {
  bool operator==(const Locked&) const = default;
};
struct LockedRange {
  bool operator==(const LockedRange&) const = default;
};
struct Attested {
  Bytes document;
  bool operator==(const Attested&) const = default;
};
using Response = std::variant<Description, RandomBytes, Register, Extended, Locked, LockedRange,
                              Attested, NsmError>;

// error_name: the name on the wire, like "ReadOnlyIndex".
std::string_view error_name(NsmError error);

Bytes encode_request(const Request& request);
Bytes encode_response(const Response& response);

// The decoders refuse what is not exactly one message of the protocol: missing, doubled or
// additional members, integers beyond 16 bits, trailing bytes (malformed), unknown names
// (unsupported), more than request_limit or response_limit bytes (limit_exceeded). An option of
// Attestation may be null or missing.
Result<Request> decode_request(ByteView bytes);
Result<Response> decode_response(ByteView bytes);

}  // namespace anchorhold::nsm
