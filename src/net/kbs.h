#pragma once
// The messages of the key broker service protocol, version 0.4.0 (CNCF Confidential Containers,
// kbs-types), as values. Encoding and parsing only: nothing here decides anything.

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/json.h"

namespace anchorhold::net::kbs {

inline constexpr std::string_view version = "0.4.0";
inline constexpr std::string_view auth_path = "/kbs/v0/auth";
inline constexpr std::string_view attest_path = "/kbs/v0/attest";
inline constexpr std::string_view session_cookie = "kbs-session-id";

// The names of TEEs in messages, beyond those of kbs-types.
inline constexpr std::string_view tee_software = "anchorhold-software";
inline constexpr std::string_view tee_nitro = "nitro";

// Request: the body of POST auth. `extra-params` is any JSON and is not kept.
struct Request {
  std::string version;
  std::string tee;
};
Result<Request> parse_request(std::string_view body);
std::string encode_request(const Request& request);

// Challenge: the answer. The nonce travels as text (standard base64 of 32 bytes) and is compared as
// text.
struct Challenge {
  std::string nonce;
};
Result<Challenge> parse_challenge(std::string_view body);
std::string encode_challenge(const Challenge& challenge);

// nonce_bytes: the 32 bytes behind the text; they are the `nonce` of the evidence.
Result<Bytes> nonce_bytes(std::string_view nonce);

// Attestation: the body of POST attest. What the evidence must be bound to is contract/binding.h's.
struct Attestation {
  std::string nonce;
  json::Value tee_pubkey;        // the JWK as sent
  json::Value primary_evidence;  // per TEE; see encode_evidence
  std::string additional_evidence;
};
Result<Attestation> parse_attestation(std::string_view body);
std::string encode_attestation(const Attestation& attestation);

// Evidence of the two TEEs above: {"document": standard base64 of the attestation document}.
json::Value encode_evidence(ByteView document);
Result<Bytes> parse_evidence(const json::Value& primary_evidence);

// Token: the answer to POST attest.
std::string encode_token(std::string_view token);
Result<std::string> parse_token(std::string_view body);

// ErrorInformation: the body of every answer that is not a success. `variant` is the last part of
// the type URL.
struct ErrorInformation {
  std::string variant;
  std::string detail;
};
Result<ErrorInformation> parse_error(std::string_view body);
std::string encode_error(const ErrorInformation& error);

// resource_path: "/kbs/v0/resource/<repository>/<type>/<tag>".
std::string resource_path(std::string_view repository, std::string_view type, std::string_view tag);

// ResourceName: the three parts; each matches [a-zA-Z0-9_-][a-zA-Z0-9_.-]* as the reference server
// demands.
struct ResourceName {
  std::string repository;
  std::string type;
  std::string tag;
};
Result<ResourceName> parse_resource_path(std::string_view target);

// cookie_value: the value of `name` in a Cookie field, or in the first pair of a Set-Cookie field.
std::optional<std::string> cookie_value(std::string_view field, std::string_view name);

}  // namespace anchorhold::net::kbs
