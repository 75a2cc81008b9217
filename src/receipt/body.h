#pragma once
// The body of a receipt: what went into one run, what ran where, and what came out.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/json.h"

namespace anchorhold::receipt {

// UsedInput: one input as the agent took it in. The digests are of the ciphertext: one of
// low-entropy plaintext would tell its content to whoever can guess. Exactly one of the two is
// there, and the agent computed it itself.
struct UsedInput {
  std::optional<Digest256> sha256;       // of all of it, read before the workload began
  std::optional<Digest256> head_sha256;  // of its age header and payload nonce: it was decrypted on
                                         // demand, each chunk verified when it was read
  uint64_t bytes = 0;
  std::string release;        // the owner's signed release statement
  bool local_broker = false;  // the contract names no broker URL: "owner trusts this host" where
                              // host and owner differ
};

// Share: a commitment to one approver's share of an output's key.
struct Share {
  std::string approver;
  Digest256 commitment{};
};

// MadeOutput: one output as it left, encrypted. `shares` is empty unless it waits for approval.
struct MadeOutput {
  Digest256 sha256{};
  uint64_t bytes = 0;
  std::vector<Share> shares;
  std::optional<Digest256> preview_sha256;  // of the approvers' readable copy
};

inline constexpr std::string_view kReceiptFormat = "anchorhold receipt v1";

// kLogOutput: the name under which the log of a contract with [log] leaves; no output may have it.
inline constexpr std::string_view kLogOutput = "log";

struct Body {
  std::string run;       // 32 hexadecimal digits
  Digest384 contract{};  // the contract's digest
  std::string instance;  // module id of the enclave
  Digest256 tee_key{};   // thumbprint of the key that the releases were made to
  std::map<std::string, UsedInput> inputs;
  std::map<std::string, MadeOutput> outputs;
  std::map<unsigned, Digest384> registers;
  Time started{};  // by the enclave's own clock, which the host sets: a hint, no proof
  Time finished{};

  bool operator==(const Body&) const;
};

// encode_body, parse_body: the one JSON form; parsing refuses unknown members and bad names.
json::Value encode_body(const Body& body);
Result<Body> parse_body(std::string_view object, const json::Value& value);

// receipt_user_data: SHA-384("anchorhold receipt v1" || JCS(body)), what the evidence of a receipt
// is bound to.
Digest384 receipt_user_data(const json::Value& body);

}  // namespace anchorhold::receipt
