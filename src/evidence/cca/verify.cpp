#include "evidence/cca/verify.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/cose_sign1.h"
#include "evidence/cca/checks.h"
#include "evidence/cca/claims.h"

namespace anchorhold::cca {
namespace {

using crypto::KeyKind;
using crypto::SubjectKey;

constexpr size_t raw_p384_size = 97;

// Realm: the realm token, read, with the key that it names.
struct Realm {
  Signed token;
  RealmClaims claims;
  SubjectKey key;
};

struct Platform {
  Signed token;
  PlatformClaims claims;
};

// The key is a COSE_Key, a map, or the bare P-384 point of the first profile: their first bytes
// differ.
Result<SubjectKey> realm_key(ByteView encoded) {
  constexpr std::string_view object = "realm token.public-key";
  if (encoded.size() == raw_p384_size && encoded.front() == 0x04) {
    return SubjectKey::from_ec_point(object, KeyKind::p384, encoded);
  }
  AH_ASSIGN(const cbor::Value map, cbor::decode(object, encoded));
  AH_ASSIGN(const cose::Key key, cose::parse_key(object, map));
  return crypto::key_of(object, key);
}

Result<Platform> read_platform_token(ByteView bytes, Claims& said) {
  AH_ASSIGN(Signed token, open_signed("platform token", bytes));
  AH_ASSIGN(PlatformClaims claims, read_platform(token.map, said));
  add_platform(claims, said);
  return Platform{.token = std::move(token), .claims = std::move(claims)};
}

Result<Realm> read_realm_token(ByteView bytes, Claims& said) {
  AH_ASSIGN(Signed token, open_signed("realm token", bytes));
  AH_ASSIGN(RealmClaims claims, read_realm(token.map, said));
  add_realm(claims, said);
  AH_ASSIGN(const SubjectKey key, realm_key(claims.public_key));
  return Realm{.token = std::move(token), .claims = std::move(claims), .key = key};
}

std::string fingerprint(const Digest256& digest) {
  return "sha256:" + to_hex(digest);
}

// The trusted key under which the platform token's signature holds.
void judge_platform(const Platform& platform, const Endorsements& endorsements,
                    std::span<const GivenAnchor> given, CheckRun& run, Claims& said) {
  std::vector<SubjectKey> trusted;
  for (const SubjectKey& key : endorsements.keys) {
    if (names(given, key.spki_sha256())) trusted.push_back(key);
  }
  if (trusted.empty()) {
    run.fail(anchor_check, "platform attestation key",
             endorsements.keys.empty() ? "no key was given" : "no given key is an anchor");
    return;
  }
  Status last;
  for (const SubjectKey& key : trusted) {
    last = crypto::verify_sign1(platform.token.message, key);
    if (!last.ok()) continue;
    said.root = key.spki_sha256();
    run.pass(anchor_check, "platform attestation key", fingerprint(said.root));
    run.pass(platform_signature_check, "platform token", fingerprint(said.root));
    return;
  }
  run.pass(anchor_check, "platform attestation key",
           std::to_string(trusted.size()) + " given, named as anchors");
  run.fail(platform_signature_check, "platform token", last.error().to_string());
}

Status check_binding(const Platform& platform, const Realm& realm) {
  AH_ASSIGN(const crypto::HashKind kind,
            named_hash("realm token.public-key-hash-algo-id", realm.claims.key_hash_algorithm));
  const Bytes hash = crypto::hash(kind, realm.claims.public_key);
  if (hash == platform.claims.challenge) return {};
  return Error{Code::denied, "platform token.challenge", "not the realm key's hash"}
      .want(to_hex(hash))
      .saw(to_hex(platform.claims.challenge));
}

}  // namespace

bool looks_like_token(ByteView bytes) {
  constexpr std::array<std::array<uint8_t, 3>, 2> tags = {{{0xd9, 0x01, 0x8f}, {0xd9, 0x03, 0x8b}}};
  constexpr size_t tag_size = 3;
  const bool tagged = std::ranges::any_of(tags, [&](const auto& tag) {
    return std::ranges::equal(bytes.first(std::min(bytes.size(), tag_size)), tag);
  });
  ByteView rest = bytes.subspan(tagged ? tag_size : 0);
  constexpr size_t head_size = 4;  // a map of two or three, whose first key is one of the labels
  if (rest.size() < head_size || (rest[0] != 0xa2 && rest[0] != 0xa3)) return false;
  return rest[1] == 0x19 && rest[2] == 0xac && (rest[3] == 0xca || rest[3] == 0xd1);
}

Verification verify_token(ByteView token, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given) {
  CheckRun run(check_table());
  const auto parts = split_collection(token);
  if (!run.judge(collection_check, "CCA token", parts.ok() ? Status() : Status(parts.error()),
                 std::to_string(token.size()) + " bytes")) {
    return unreadable(std::move(run));
  }
  Claims said{.tee = TeeKind::cca, .format = "Arm CCA attestation token"};
  const auto platform = read_platform_token(parts->platform, said);
  const auto realm = read_realm_token(parts->realm, said);
  run.judge(platform_claims_check, "platform token",
            platform.ok() ? Status() : Status(platform.error()), "complete");
  run.judge(realm_claims_check, "realm token", realm.ok() ? Status() : Status(realm.error()),
            "complete");
  if (platform.ok() && realm.ok()) {
    run.judge(profiles_check, "CCA token", check_profiles(platform->claims, realm->claims),
              platform->claims.profile);
  }
  if (platform.ok()) judge_platform(*platform, endorsements, given, run, said);
  if (realm.ok()) {
    run.judge(realm_signature_check, "realm token",
              crypto::verify_sign1(realm->token.message, realm->key),
              "by the key " + fingerprint(realm->key.spki_sha256()));
  }
  if (platform.ok() && realm.ok()) {
    run.judge(binding_check, "realm attestation key", check_binding(*platform, *realm),
              realm->claims.key_hash_algorithm);
  }
  return conclude(std::move(run), std::move(said));
}

}  // namespace anchorhold::cca
