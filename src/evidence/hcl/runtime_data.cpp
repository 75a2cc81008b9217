#include "evidence/hcl/runtime_data.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/json_fields.h"

namespace anchorhold::hcl {
namespace {

constexpr std::string_view runtime_object = "HCL runtime data";
constexpr std::string_view ak_name = "HCLAkPub";
constexpr std::string_view ek_name = "HCLEkPub";
constexpr json::Limits limits = {.bytes = size_t{16} << 10, .depth = 6, .values = 500};

Error malformed(std::string message) {
  return {Code::malformed, std::string(runtime_object), std::move(message)};
}

bool is_named(const json::Value& key, std::string_view name) {
  const json::Value* kid = key.find("kid");
  return kid != nullptr && kid->is_string() && kid->as_string() == name;
}

// The one key of this name, or null; two of them are an error.
Result<const json::Value*> find_key(const json::Value& keys, std::string_view name) {
  const json::Value* found = nullptr;
  for (const json::Value& key : keys.as_array()) {
    if (!is_named(key, name)) continue;
    if (found != nullptr) return malformed("two keys are named " + std::string(name));
    found = &key;
  }
  return found;
}

Result<Bytes> read_magnitude(json::Fields& fields, std::string_view name) {
  AH_ASSIGN(Bytes out, fields.base64url(name));
  if (out.empty() || out.front() == 0) {
    return malformed("the number \"" + std::string(name) + "\" of " + std::string(ak_name) +
                     " is empty or begins with a zero");
  }
  return out;
}

Result<crypto::SubjectKey> read_attestation_key(const json::Value& jwk, bool first_generation) {
  json::Fields fields("HCL runtime data, HCLAkPub", jwk);
  AH_TRY(fields.text("kid"));
  AH_ASSIGN(const std::string type, fields.text("kty"));
  if (type != "RSA") return malformed("HCLAkPub is no RSA key").saw(type.substr(0, 20));
  AH_ASSIGN(const auto operations, fields.texts("key_ops"));
  const bool signs = operations == std::vector<std::string>{"sign"};
  const bool old = first_generation && operations == std::vector<std::string>{"encrypt"};
  if (!signs && !old) return malformed("HCLAkPub is not a key for signing").want("[\"sign\"]");
  AH_ASSIGN(const Bytes modulus, read_magnitude(fields, "n"));
  AH_ASSIGN(const Bytes exponent, read_magnitude(fields, "e"));
  AH_TRY(fields.finish());
  return crypto::SubjectKey::from_rsa("HCLAkPub", modulus, exponent);
}

// Hexadecimal of either case: the paravisor writes capitals.
Result<std::optional<Bytes>> read_user_data(const json::Value& root) {
  const json::Value* member = root.find("user-data");
  if (member == nullptr) return std::optional<Bytes>{};
  if (!member->is_string()) return malformed("user-data is not text");
  std::string digits = member->as_string();
  std::ranges::transform(digits, digits.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  AH_ASSIGN(Bytes out, from_hex("user-data", digits));
  if (out.size() > user_data_limit) {
    return malformed("user-data is too long")
        .want("at most " + std::to_string(user_data_limit) + " bytes")
        .saw(std::to_string(out.size()));
  }
  return std::optional(std::move(out));
}

std::map<std::string, VendorValue, std::less<>> read_configuration(const json::Value& root) {
  std::map<std::string, VendorValue, std::less<>> out;
  const json::Value* member = root.find("vm-configuration");
  if (member == nullptr || !member->is_object()) return out;
  for (const auto& [name, value] : member->as_object()) {
    if (value.is_bool()) {
      out.emplace(name, uint64_t{value.as_bool() ? 1U : 0U});
    } else if (value.is_string()) {
      out.emplace(name, value.as_string());
    } else if (value.is_integer() && value.as_integer() >= 0) {
      out.emplace(name, static_cast<uint64_t>(value.as_integer()));
    }
  }
  return out;
}

}  // namespace

Result<RuntimeData> parse_runtime_data(ByteView json) {
  AH_ASSIGN(const json::Value root, json::parse(runtime_object, text_of(json), limits));
  const json::Value* keys = root.find("keys");
  if (keys == nullptr || !keys->is_array()) return malformed("there is no list of keys");
  AH_ASSIGN(const json::Value* ak, find_key(*keys, ak_name));
  AH_ASSIGN(const json::Value* ek, find_key(*keys, ek_name));
  if (ak == nullptr) return malformed("no key is named HCLAkPub");
  AH_ASSIGN(const crypto::SubjectKey key, read_attestation_key(*ak, ek == nullptr));
  AH_ASSIGN(auto user_data, read_user_data(root));
  return RuntimeData{.attestation_key = key,
                     .user_data = std::move(user_data),
                     .configuration = read_configuration(root)};
}

void add_runtime_claims(const RuntimeData& data, Claims& claims) {
  if (data.user_data) {
    claims.user_data = data.user_data;
    claims.vendor["user_data"] = *data.user_data;
  }
  for (const auto& [name, value] : data.configuration) {
    claims.vendor["vm-configuration." + name] = value;
  }
}

}  // namespace anchorhold::hcl
