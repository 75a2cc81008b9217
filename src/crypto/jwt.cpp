#include "crypto/jwt.h"

#include <array>
#include <optional>

#include "base/base64.h"
#include "codec/jose.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t max_token = size_t{1} << 20;

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_part;  // header and payload with the dot between them
};

std::optional<Parts> split(std::string_view token) {
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

Result<json::Value> decode_part(std::string_view object, std::string_view part) {
  AH_ASSIGN(const Bytes bytes, from_base64(object, part, Base64::url));
  return json::parse(object, text_of(bytes));
}

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

Status check_header(std::string_view object, const json::Value& header, const PublicKey& key) {
  if (!header.is_object()) return malformed(object, "the header is no object");
  constexpr std::array<std::string_view, 6> refused = {"jwk", "jku", "x5c", "x5u", "crit", "b64"};
  for (const std::string_view name : refused) {
    if (header.find(name) != nullptr)
      return malformed(object, "the header has a member that is refused").saw(std::string(name));
  }
  const json::Value* alg = header.find("alg");
  const std::string seen = alg != nullptr && alg->is_string() ? alg->as_string() : "none";
  if (seen == jose_name(key.algorithm())) return {};
  return Error{Code::denied, std::string(object), "signed with another algorithm than the key's"}
      .want(std::string(jose_name(key.algorithm())))
      .saw(seen.substr(0, 20));
}

}  // namespace

Result<std::string> sign_jwt(const json::Value& claims, std::string_view typ, const PrivateKey& key,
                             std::string_view kid) {
  json::Value header =
      json::Value::object({{"alg", jose_name(key.algorithm())}, {"typ", std::string(typ)}});
  if (!kid.empty()) header.set("kid", kid);
  const std::string payload = json::canonical(claims);
  std::string token = jose::signing_input(jose::encode_header(header), bytes_of(payload));
  AH_ASSIGN(const Bytes signature, key.sign(bytes_of(token)));
  token += "." + to_base64(signature, Base64::url);
  return token;
}

Result<VerifiedJwt> verify_jwt(std::string_view object, std::string_view token,
                               const PublicKey& key) {
  if (token.size() > max_token)
    return Error{Code::limit_exceeded, std::string(object), "the token is larger than 1 MiB"};
  const std::optional<Parts> parts = split(token);
  if (!parts) return malformed(object, "not a JWS in compact serialization");
  AH_ASSIGN(const json::Value header, decode_part(object, parts->header));
  AH_TRY(check_header(object, header, key));
  AH_ASSIGN(const Bytes signature, from_base64(object, parts->signature, Base64::url));
  if (!verify(key, bytes_of(parts->signed_part), signature)) {
    return Error{Code::denied, std::string(object), "the token's signature does not verify"}.want(
        "a signature by " + key.to_text());
  }
  AH_ASSIGN(json::Value claims, decode_part(object, parts->payload));
  const json::Value* typ = header.find("typ");
  return VerifiedJwt{std::move(claims),
                     typ != nullptr && typ->is_string() ? typ->as_string() : std::string()};
}

bool looks_like_jwt(std::string_view text) {
  const std::optional<Parts> parts = split(text);
  if (!parts || text.size() > max_token) return false;
  const auto header = decode_part("token", parts->header);
  return header.ok() && header->is_object();
}

}  // namespace anchorhold::crypto
