#include "evidence/psa/verify.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "crypto/cose_sign1.h"
#include "evidence/psa/checks.h"
#include "evidence/psa/token.h"

namespace anchorhold::psa {
namespace {

using crypto::SubjectKey;

std::string fingerprint(const Digest256& digest) {
  return "sha256:" + to_hex(digest);
}

void add_token(const TokenClaims& token, Claims& claims) {
  claims.platform = to_hex(token.instance_id);
  claims.nonce = token.nonce;
  claims.vendor["nonce"] = token.nonce;
  claims.vendor["instance_id"] = token.instance_id;
  claims.vendor["implementation_id"] = token.implementation_id;
  // A number below zero says that the non-secure side asked for the token.
  if (token.client_id < 0) {
    claims.vendor["client_id"] = std::to_string(token.client_id);
  } else {
    claims.vendor["client_id"] = static_cast<uint64_t>(token.client_id);
  }
  if (token.profile_name) claims.vendor["profile"] = *token.profile_name;
  if (token.boot_seed) claims.vendor["boot_seed"] = *token.boot_seed;
  if (token.certification_reference) {
    claims.vendor["certification_reference"] = *token.certification_reference;
  }
  if (token.verification_service) {
    claims.vendor["verification_service"] = *token.verification_service;
  }
  arm::add_lifecycle(token.lifecycle, claims);
  arm::add_software(token.software, claims);
}

void judge_signature(const cose::Message& message, const Endorsements& endorsements,
                     std::span<const GivenAnchor> given, CheckRun& run, Claims& said) {
  std::vector<SubjectKey> trusted;
  for (const SubjectKey& key : endorsements.keys) {
    if (names(given, key.spki_sha256())) trusted.push_back(key);
  }
  if (trusted.empty()) {
    run.fail(anchor_check, "initial attestation key",
             endorsements.keys.empty() ? "no key was given" : "no given key is an anchor");
    return;
  }
  Status last;
  for (const SubjectKey& key : trusted) {
    last = crypto::verify_sign1(message, key);
    if (!last.ok()) continue;
    said.root = key.spki_sha256();
    run.pass(anchor_check, "initial attestation key", fingerprint(said.root));
    run.pass(signature_check, "PSA token", fingerprint(said.root));
    return;
  }
  run.pass(anchor_check, "initial attestation key",
           std::to_string(trusted.size()) + " given, named as anchors");
  run.fail(signature_check, "PSA token", last.error().to_string());
}

}  // namespace

bool looks_like_token(ByteView bytes) {
  constexpr std::array<uint8_t, 2> tags = {0xd1, 0xd2};  // COSE_Mac0, COSE_Sign1
  constexpr uint8_t array_of_four = 0x84;
  constexpr size_t looked_at = 4096;
  ByteView rest = bytes.first(std::min(bytes.size(), looked_at));
  if (!rest.empty() && std::ranges::find(tags, rest.front()) != tags.end()) rest = rest.subspan(1);
  if (rest.empty() || rest.front() != array_of_four) return false;
  const auto has = [&](int64_t label) {
    const Bytes encoded = cbor::Encoder().integer(label).take();
    return std::search(rest.begin(), rest.end(), encoded.begin(), encoded.end()) != rest.end();
  };
  constexpr int64_t client_id = 2394;
  constexpr int64_t implementation_id = 2396;
  constexpr int64_t iot_1_implementation_id = -75003;
  return (has(client_id) && has(implementation_id)) || has(iot_1_implementation_id);
}

Verification verify_token(ByteView token, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given) {
  CheckRun run(check_table());
  const auto opened = open_token(token);
  if (!run.judge(envelope_check, "PSA token", opened.ok() ? Status() : Status(opened.error()),
                 std::to_string(token.size()) + " bytes")) {
    return unreadable(std::move(run));
  }
  Claims said{.tee = TeeKind::psa, .format = "PSA attestation token"};
  const auto claims = read_claims(opened->map, said);
  if (run.judge(claims_check, "PSA token", claims.ok() ? Status() : Status(claims.error()),
                "complete")) {
    add_token(*claims, said);
  }
  judge_signature(opened->message, endorsements, given, run, said);
  return conclude(std::move(run), std::move(said));
}

}  // namespace anchorhold::psa
