#include "evidence/ratls/signed_claims.h"

#include "codec/cbor.h"

namespace anchorhold::ratls {
namespace {

constexpr std::string_view extension_object = "RA-TLS evidence extension";
constexpr std::string_view claims_object = "RA-TLS claims";
constexpr uint64_t quote_tag = 60000;
constexpr uint64_t tee_report_tag = 60001;
constexpr uint64_t legacy_report_tag = 60002;
constexpr size_t max_nonce = 512;
constexpr cbor::Rules evidence_rules{.max_depth = 3, .max_items = 8};
constexpr cbor::Rules claims_rules{.max_depth = 8, .max_items = 256};

Error malformed(std::string_view where, std::string message) {
  return Error{Code::malformed, std::string(where), std::move(message)};
}

// The numbers of the IANA registry "Named Information Hash Algorithms".
std::optional<crypto::HashKind> hash_of(std::optional<uint64_t> number) {
  if (number == 1) return crypto::HashKind::sha256;
  if (number == 7) return crypto::HashKind::sha384;
  if (number == 8) return crypto::HashKind::sha512;
  return std::nullopt;
}

Result<KeyHash> parse_key_hash(const cbor::Value& claim) {
  const std::string where = std::string(claims_object) + ".pubkey-hash";
  if (!claim.as_bytes()) return malformed(where, "not a byte string");
  AH_ASSIGN(const cbor::Value entry, cbor::decode(where, *claim.as_bytes(), evidence_rules));
  if (entry.kind() != cbor::Kind::array || entry.items().size() != 2 ||
      !entry.items()[1].as_bytes()) {
    return malformed(where, "not a pair of hash algorithm and value");
  }
  const auto kind = hash_of(entry.items()[0].as_uint());
  if (!kind) {
    return Error{Code::unsupported, where, "unknown hash algorithm"}.want(
        "1, 7 or 8: SHA-256, SHA-384 or SHA-512");
  }
  const ByteView value = *entry.items()[1].as_bytes();
  if (value.size() != crypto::hash_size(*kind)) return malformed(where, "wrong size of the hash");
  return KeyHash{.hash = *kind, .value = copy_of(value)};
}

Result<SignedClaims> parse_claims(ByteView bytes) {
  AH_ASSIGN(const cbor::Value map, cbor::decode(claims_object, bytes, claims_rules));
  if (map.kind() != cbor::Kind::map) return malformed(claims_object, "not a map");
  const cbor::Value* hash = map.find("pubkey-hash");
  if (hash == nullptr)
    return malformed(claims_object, "no pubkey-hash: nothing binds the certificate's key");
  SignedClaims claims{.bytes = copy_of(bytes), .key_hash = {}, .nonce = {}};
  AH_ASSIGN(claims.key_hash, parse_key_hash(*hash));
  if (const cbor::Value* nonce = map.find("nonce"); nonce != nullptr) {
    if (!nonce->as_bytes() || nonce->as_bytes()->size() > max_nonce)
      return malformed(claims_object, "the nonce is not a byte string of at most 512 bytes");
    claims.nonce = copy_of(*nonce->as_bytes());
  }
  return claims;
}

}  // namespace

Result<Carried> parse_interoperable(ByteView extension) {
  AH_ASSIGN(const cbor::Value tagged, cbor::decode(extension_object, extension, evidence_rules));
  if (tagged.kind() != cbor::Kind::tag)
    return malformed(extension_object, "no CBOR tag").want("tag 60000");
  if (tagged.argument() == tee_report_tag || tagged.argument() == legacy_report_tag) {
    return Error{Code::unsupported, std::string(extension_object), "a local report"}
        .want("tag 60000, a quote")
        .saw("tag " + std::to_string(tagged.argument()))
        .advise("only the machine that made a local report can check it; have a quote made");
  }
  if (tagged.argument() != quote_tag) {
    return Error{Code::unsupported, std::string(extension_object), "unknown CBOR tag"}
        .want("tag 60000, a quote")
        .saw("tag " + std::to_string(tagged.argument()));
  }
  const cbor::Value& pair = tagged.items().front();
  if (pair.kind() != cbor::Kind::array || pair.items().size() != 2 || !pair.items()[0].as_bytes() ||
      !pair.items()[1].as_bytes()) {
    return malformed(extension_object, "not a pair of quote and claims");
  }
  AH_ASSIGN(SignedClaims claims, parse_claims(*pair.items()[1].as_bytes()));
  return Carried{.carrier = Carrier::interoperable,
                 .evidence = copy_of(*pair.items()[0].as_bytes()),
                 .claims = std::move(claims)};
}

}  // namespace anchorhold::ratls
