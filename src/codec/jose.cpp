#include "codec/jose.h"

#include <initializer_list>

#include "base/base64.h"
#include "codec/json_fields.h"

namespace anchorhold::jose {

namespace {

constexpr std::string_view kRefusedMembers[] = {"jwk", "jku", "x5c", "x5u", "crit", "b64", "zip"};
constexpr json::Limits kHeaderLimits{.bytes = 8192, .depth = 4, .values = 64};

// The decoded protected header, checked for what no message of ours may contain; `required` members
// are texts.
Result<json::Value> parse_header(const std::string& where, const std::string& protected_b64,
                                 std::initializer_list<std::string_view> required) {
  AH_ASSIGN(const Bytes text, from_base64(where, protected_b64, Base64::url));
  AH_ASSIGN(json::Value header, json::parse(where, text_of(text), kHeaderLimits));
  json::Fields fields(where, header);
  for (const std::string_view key : required) AH_TRY(fields.text(key));
  for (const std::string_view key : kRefusedMembers) {
    if (header.find(key) != nullptr) {
      return Error{Code::malformed, fields.place(key), "not allowed in a header here"}.advise(
          "keys and algorithms are fixed beforehand, never by the message");
    }
  }
  return header;
}

Result<JwsSignature> parse_signature(std::string where, const json::Value& value) {
  json::Fields fields(std::move(where), value);
  JwsSignature out;
  AH_ASSIGN(out.protected_b64, fields.text("protected"));
  AH_ASSIGN(out.signature, fields.base64url("signature"));
  AH_TRY(fields.finish());
  AH_ASSIGN(out.header, parse_header(fields.place("protected"), out.protected_b64, {"alg"}));
  return out;
}

}  // namespace

Result<JwsGeneral> parse_jws(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value root, json::parse(object, text));
  json::Fields fields(std::string(object), root);
  JwsGeneral jws;
  AH_ASSIGN(jws.payload, fields.base64url("payload"));
  AH_ASSIGN(const json::Value* list, fields.array("signatures"));
  AH_TRY(fields.finish());
  const json::Array& signatures = list->as_array();
  if (signatures.empty() || signatures.size() > kMaxSignatures) {
    return Error{signatures.empty() ? Code::malformed : Code::limit_exceeded,
                 fields.place("signatures"), "wrong number of signatures"}
        .want("1 to " + std::to_string(kMaxSignatures))
        .saw(std::to_string(signatures.size()));
  }
  for (const json::Value& value : signatures) {
    const std::string where = json::item_place(fields.place("signatures"), jws.signatures.size());
    AH_ASSIGN(JwsSignature signature, parse_signature(where, value));
    jws.signatures.push_back(std::move(signature));
  }
  return jws;
}

std::string encode_jws(const JwsGeneral& jws) {
  json::Array signatures;
  for (const JwsSignature& one : jws.signatures) {
    signatures.push_back(json::Value::object(
        {{"protected", one.protected_b64}, {"signature", to_base64(one.signature, Base64::url)}}));
  }
  return json::canonical(json::Value::object(
      {{"payload", to_base64(jws.payload, Base64::url)}, {"signatures", std::move(signatures)}}));
}

std::string signing_input(std::string_view protected_b64, ByteView payload) {
  return std::string(protected_b64) + "." + to_base64(payload, Base64::url);
}

std::string encode_header(const json::Value& header) {
  return to_base64(bytes_of(json::canonical(header)), Base64::url);
}

Result<Jwe> parse_jwe(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value root, json::parse(object, text));
  json::Fields fields(std::string(object), root);
  Jwe jwe;
  AH_ASSIGN(jwe.protected_b64, fields.text("protected"));
  AH_ASSIGN(jwe.encrypted_key, fields.base64url("encrypted_key"));
  AH_ASSIGN(jwe.iv, fields.base64url("iv"));
  AH_ASSIGN(jwe.ciphertext, fields.base64url("ciphertext"));
  AH_ASSIGN(jwe.tag, fields.base64url("tag"));
  AH_TRY(fields.finish());
  AH_ASSIGN(jwe.header, parse_header(fields.place("protected"), jwe.protected_b64, {"alg", "enc"}));
  return jwe;
}

std::string encode_jwe(const Jwe& jwe) {
  return json::canonical(
      json::Value::object({{"protected", jwe.protected_b64},
                           {"encrypted_key", to_base64(jwe.encrypted_key, Base64::url)},
                           {"iv", to_base64(jwe.iv, Base64::url)},
                           {"ciphertext", to_base64(jwe.ciphertext, Base64::url)},
                           {"tag", to_base64(jwe.tag, Base64::url)}}));
}

}  // namespace anchorhold::jose
