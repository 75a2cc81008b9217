#include "contract/party_file.h"

#include "contract/decode.h"
#include "contract/names.h"

namespace anchorhold::contract {

namespace {
constexpr std::string_view kPartyFormat = "anchorhold party v1";
constexpr size_t kMaxBytes = 64 << 10;
}  // namespace

std::string encode_party_file(const PartyFile& file) {
  json::Array roles;
  for (const Role role : file.roles) roles.push_back(role_name(role));
  auto value = json::Value::object({{"format", kPartyFormat},
                                    {"name", file.name},
                                    {"signing_key", file.signing_key.to_text()},
                                    {"recipient", file.recipient}});
  if (!roles.empty()) value.set("roles", std::move(roles));
  if (file.release_key) value.set("release_key", file.release_key->to_text());
  return json::pretty(value);
}

Result<PartyFile> parse_party_file(std::string_view object, std::string_view text) {
  json::Limits limits;
  limits.bytes = kMaxBytes;
  AH_ASSIGN(const json::Value value, json::parse(object, text, limits));
  json::Fields fields{std::string(object), value};
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kPartyFormat) {
    return Error{Code::unsupported, std::string(object), "not a party file that this version reads"}
        .want(std::string(kPartyFormat))
        .saw(printable(format));
  }
  AH_ASSIGN(std::string name, fields.text("name"));
  AH_TRY(check_name(fields.place("name"), name));
  AH_ASSIGN(const std::string key_text, fields.text("signing_key"));
  AH_ASSIGN(const auto key, crypto::PublicKey::from_text(fields.place("signing_key"), key_text));
  PartyFile file{std::move(name), {}, key, std::nullopt, ""};
  AH_ASSIGN(file.recipient, fields.text("recipient"));
  AH_ASSIGN(const auto roles, text_set(fields, "roles"));
  for (const std::string& role_text : roles) {
    const auto role = role_of(role_text);
    if (!role)
      return Error{Code::malformed, fields.place("roles"), "no such role"}.saw(
          printable(role_text));
    file.roles.insert(*role);
  }
  AH_ASSIGN(const auto release, fields.optional_text("release_key"));
  if (release) {
    AH_ASSIGN(file.release_key,
              crypto::PublicKey::from_text(fields.place("release_key"), *release));
  }
  AH_TRY(fields.finish());
  return file;
}

std::string fingerprint(const crypto::PublicKey& key) {
  constexpr size_t kGroup = 4;
  constexpr size_t kShownBytes = 16;
  const std::string digits = to_hex(ByteView(key.thumbprint()).first(kShownBytes));
  std::string out;
  for (size_t i = 0; i < digits.size(); i += kGroup) {
    if (i != 0) out += ' ';
    out += digits.substr(i, kGroup);
  }
  return out;
}

}  // namespace anchorhold::contract
