#include "net/kbs.h"

#include "base/base64.h"
#include "codec/json_fields.h"

namespace anchorhold::net::kbs {
namespace {

constexpr std::string_view kErrorPrefix = "https://github.com/confidential-containers/kbs/errors/";
constexpr std::string_view kResourcePrefix = "/kbs/v0/resource/";
constexpr size_t kNonceBytes = 32;
constexpr json::Limits kLimits{.bytes = 2 << 20, .depth = 16, .values = 4096};

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool is_name(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return false;
  for (const char c : text) {
    if (!is_name_start(c) && c != '.') return false;
  }
  return true;
}

}  // namespace

Result<Request> parse_request(std::string_view body) {
  AH_ASSIGN(const json::Value value, json::parse("KBS Request", body, kLimits));
  json::Fields fields("KBS Request", value);
  Request request;
  AH_ASSIGN(request.version, fields.text("version"));
  AH_ASSIGN(request.tee, fields.text("tee"));
  AH_TRY(fields.any("extra-params"));
  AH_TRY(fields.finish());
  return request;
}

std::string encode_request(const Request& request) {
  return json::canonical(json::Value::object(
      {{"version", request.version}, {"tee", request.tee}, {"extra-params", ""}}));
}

Result<Challenge> parse_challenge(std::string_view body) {
  AH_ASSIGN(const json::Value value, json::parse("KBS Challenge", body, kLimits));
  json::Fields fields("KBS Challenge", value);
  Challenge challenge;
  AH_ASSIGN(challenge.nonce, fields.text("nonce"));
  AH_TRY(fields.any("extra-params"));
  AH_TRY(fields.finish());
  AH_TRY(nonce_bytes(challenge.nonce));
  return challenge;
}

std::string encode_challenge(const Challenge& challenge) {
  return json::canonical(json::Value::object({{"nonce", challenge.nonce}, {"extra-params", ""}}));
}

Result<Bytes> nonce_bytes(std::string_view nonce) {
  AH_ASSIGN(Bytes bytes, from_base64("KBS nonce", nonce, Base64::standard));
  if (bytes.size() != kNonceBytes) {
    return Error{Code::malformed, "KBS nonce", "wrong length"}
        .want(std::to_string(kNonceBytes) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  return bytes;
}

Result<Attestation> parse_attestation(std::string_view body) {
  AH_ASSIGN(const json::Value value, json::parse("KBS Attestation", body, kLimits));
  json::Fields fields("KBS Attestation", value);
  if (fields.has("init-data")) {
    AH_ASSIGN(const json::Value* init_data, fields.any("init-data"));
    if (!init_data->is_null()) {
      return Error{Code::unsupported, "KBS Attestation", "has init-data"}.want(
          "null: the contract is bound by a measurement register");
    }
  }
  AH_ASSIGN(const json::Value* runtime, fields.object("runtime-data"));
  AH_ASSIGN(const json::Value* evidence, fields.object("tee-evidence"));
  AH_TRY(fields.finish());

  Attestation attestation;
  json::Fields runtime_fields(fields.place("runtime-data"), *runtime);
  AH_ASSIGN(attestation.nonce, runtime_fields.text("nonce"));
  AH_ASSIGN(const json::Value* key, runtime_fields.object("tee-pubkey"));
  attestation.tee_pubkey = *key;
  AH_TRY(runtime_fields.finish());

  json::Fields evidence_fields(fields.place("tee-evidence"), *evidence);
  AH_ASSIGN(const json::Value* primary, evidence_fields.any("primary_evidence"));
  attestation.primary_evidence = *primary;
  AH_ASSIGN(attestation.additional_evidence, evidence_fields.text("additional_evidence"));
  AH_TRY(evidence_fields.finish());
  return attestation;
}

std::string encode_attestation(const Attestation& attestation) {
  return json::canonical(json::Value::object(
      {{"init-data", nullptr},
       {"runtime-data", json::Value::object({{"nonce", attestation.nonce},
                                             {"tee-pubkey", attestation.tee_pubkey}})},
       {"tee-evidence",
        json::Value::object({{"primary_evidence", attestation.primary_evidence},
                             {"additional_evidence", attestation.additional_evidence}})}}));
}

json::Value encode_evidence(ByteView document) {
  return json::Value::object({{"document", to_base64(document, Base64::standard)}});
}

Result<Bytes> parse_evidence(const json::Value& primary_evidence) {
  json::Fields fields("primary_evidence", primary_evidence);
  AH_ASSIGN(const std::string document, fields.text("document"));
  AH_TRY(fields.finish());
  return from_base64(fields.place("document"), document, Base64::standard);
}

std::string encode_token(std::string_view token) {
  return json::canonical(json::Value::object({{"token", token}}));
}

Result<std::string> parse_token(std::string_view body) {
  AH_ASSIGN(const json::Value value, json::parse("KBS token answer", body, kLimits));
  json::Fields fields("KBS token answer", value);
  AH_ASSIGN(std::string token, fields.text("token"));
  AH_TRY(fields.finish());
  return token;
}

Result<ErrorInformation> parse_error(std::string_view body) {
  AH_ASSIGN(const json::Value value, json::parse("KBS ErrorInformation", body, kLimits));
  json::Fields fields("KBS ErrorInformation", value);
  ErrorInformation error;
  AH_ASSIGN(const std::string type, fields.text("type"));
  AH_ASSIGN(error.detail, fields.text("detail"));
  AH_TRY(fields.finish());
  if (!type.starts_with(kErrorPrefix)) {
    return Error{Code::malformed, fields.place("type"), "not a KBS error"};
  }
  error.variant = type.substr(kErrorPrefix.size());
  return error;
}

std::string encode_error(const ErrorInformation& error) {
  return json::canonical(json::Value::object(
      {{"type", std::string(kErrorPrefix) + error.variant}, {"detail", error.detail}}));
}

std::string resource_path(std::string_view repository, std::string_view type,
                          std::string_view tag) {
  std::string path(kResourcePrefix);
  return path.append(repository).append("/").append(type).append("/").append(tag);
}

Result<ResourceName> parse_resource_path(std::string_view target) {
  const Error bad{Code::malformed, "KBS resource path", "not three names"};
  if (!target.starts_with(kResourcePrefix)) return bad;
  const std::string_view path = target.substr(kResourcePrefix.size());
  const size_t first = path.find('/');
  if (first == path.npos) return bad;
  const size_t second = path.find('/', first + 1);
  if (second == path.npos) return bad;
  ResourceName name{std::string(path.substr(0, first)),
                    std::string(path.substr(first + 1, second - first - 1)),
                    std::string(path.substr(second + 1))};
  if (!is_name(name.repository) || !is_name(name.type) || !is_name(name.tag)) return bad;
  return name;
}

std::optional<std::string> cookie_value(std::string_view field, std::string_view name) {
  while (!field.empty()) {
    const size_t end = field.find(';');
    std::string_view pair = field.substr(0, end);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
    if (end == field.npos) break;
    field.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace anchorhold::net::kbs
