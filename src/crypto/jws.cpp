#include "crypto/jws.h"

#include <algorithm>

#include "codec/jose.h"

namespace anchorhold::crypto {
namespace {

// The members that a header of ours has; no other one is read or written.
constexpr std::string_view header_members[] = {"alg", "kid", "typ"};

std::string_view member(const json::Value& header, std::string_view name) {
  const json::Value* value = header.find(name);
  return value != nullptr && value->is_string() ? std::string_view(value->as_string())
                                                : std::string_view();
}

Status check_header(std::string_view object, const json::Value& header, std::string_view typ) {
  for (std::string_view name : header_members) {
    if (member(header, name).empty()) {
      return Error{Code::malformed, std::string(object),
                   "a signature's protected header is incomplete"}
          .want("a text '" + std::string(name) + "'");
    }
  }
  if (header.as_object().size() != std::size(header_members)) {
    return Error{Code::malformed, std::string(object),
                 "a signature's protected header has members that are not known"}
        .want("alg, kid and typ only");
  }
  if (member(header, "typ") != typ) {
    return Error{Code::denied, std::string(object), "signed as something else"}
        .want("typ " + std::string(typ))
        .saw(std::string(member(header, "typ")));
  }
  return {};
}

// The kids in the order of the signatures, after the rules for headers; each occurs once.
Result<std::vector<std::string>> checked_kids(std::string_view object, const jose::JwsGeneral& jws,
                                              std::string_view typ) {
  std::vector<std::string> kids;
  for (const jose::JwsSignature& signature : jws.signatures) {
    AH_TRY(check_header(object, signature.header, typ));
    std::string kid(member(signature.header, "kid"));
    if (std::find(kids.begin(), kids.end(), kid) != kids.end()) {
      return Error{Code::malformed, std::string(object), "two signatures by '" + kid + "'"};
    }
    kids.push_back(std::move(kid));
  }
  return kids;
}

Result<jose::JwsSignature> make_signature(ByteView payload, std::string_view typ,
                                          const Signer& signer) {
  if (signer.key == nullptr || signer.kid.empty() || typ.empty()) {
    return Error{Code::invalid_argument, "JWS", "a signature needs a key, a kid and a typ"};
  }
  jose::JwsSignature signature;
  signature.header = json::Value::object(
      {{"alg", jose_name(signer.key->algorithm())}, {"kid", signer.kid}, {"typ", typ}});
  signature.protected_b64 = jose::encode_header(signature.header);
  const std::string input = jose::signing_input(signature.protected_b64, payload);
  AH_ASSIGN(signature.signature, signer.key->sign(bytes_of(input)));
  return signature;
}

Status verify_signature(std::string_view object, const jose::JwsSignature& signature,
                        ByteView payload, const PublicKey& key) {
  const std::string_view kid = member(signature.header, "kid");
  const std::string_view alg = member(signature.header, "alg");
  if (alg != jose_name(key.algorithm())) {
    return Error{Code::denied, std::string(object),
                 "the signature by '" + std::string(kid) + "' has a wrong algorithm"}
        .want(std::string(jose_name(key.algorithm())))
        .saw(std::string(alg));
  }
  const std::string input = jose::signing_input(signature.protected_b64, payload);
  if (!verify(key, bytes_of(input), signature.signature)) {
    return Error{Code::denied, std::string(object),
                 "the signature by '" + std::string(kid) + "' does not verify"}
        .want("a signature by the key " + key.to_text())
        .advise("the content was changed after signing, or another key signed it");
  }
  return {};
}

}  // namespace

Result<std::string> sign_jws(ByteView payload, std::string_view typ,
                             std::span<const Signer> signers) {
  jose::JwsGeneral jws{copy_of(payload), {}};
  for (const Signer& signer : signers) {
    AH_ASSIGN(jose::JwsSignature signature, make_signature(payload, typ, signer));
    jws.signatures.push_back(std::move(signature));
  }
  if (jws.signatures.empty() || jws.signatures.size() > jose::kMaxSignatures ||
      !checked_kids("JWS", jws, typ).ok()) {
    return Error{Code::invalid_argument, "JWS", "the signers do not fit"}.want(
        "1 to " + std::to_string(jose::kMaxSignatures) + " signers, each named once");
  }
  return jose::encode_jws(jws);
}

Result<std::string> add_signature(std::string_view object, std::string_view json_text,
                                  std::string_view typ, const Signer& signer) {
  AH_ASSIGN(jose::JwsGeneral jws, jose::parse_jws(object, json_text));
  AH_ASSIGN(const std::vector<std::string> kids, checked_kids(object, jws, typ));
  if (std::find(kids.begin(), kids.end(), signer.kid) != kids.end()) {
    return Error{Code::conflict, std::string(object), "'" + signer.kid + "' has signed it already"};
  }
  if (kids.size() >= jose::kMaxSignatures) {
    return Error{Code::limit_exceeded, std::string(object),
                 "it has as many signatures as it may have"};
  }
  AH_ASSIGN(jose::JwsSignature signature, make_signature(jws.payload, typ, signer));
  jws.signatures.push_back(std::move(signature));
  return jose::encode_jws(jws);
}

Result<VerifiedJws> verify_jws(std::string_view object, std::string_view json_text,
                               std::string_view typ, const KeyOf& key_of) {
  AH_ASSIGN(jose::JwsGeneral jws, jose::parse_jws(object, json_text));
  AH_ASSIGN(std::vector<std::string> kids, checked_kids(object, jws, typ));
  for (size_t i = 0; i < kids.size(); ++i) {
    AH_ASSIGN(const PublicKey key, key_of(kids[i]));
    AH_TRY(verify_signature(object, jws.signatures[i], jws.payload, key));
  }
  std::sort(kids.begin(), kids.end());
  return VerifiedJws{std::move(jws.payload), std::move(kids)};
}

Result<UnverifiedJws> read_unverified_jws(std::string_view object, std::string_view json_text,
                                          std::string_view typ) {
  AH_ASSIGN(jose::JwsGeneral jws, jose::parse_jws(object, json_text));
  AH_ASSIGN(std::vector<std::string> kids, checked_kids(object, jws, typ));
  return UnverifiedJws{std::move(jws.payload), std::move(kids)};
}

}  // namespace anchorhold::crypto
