#include "evidence/nsm/nitro_tpm_verify.h"

#include "base/hex.h"
#include "codec/cose.h"
#include "crypto/cose_sign1.h"
#include "crypto/hash.h"
#include "evidence/nsm/chain.h"
#include "evidence/nsm/checks.h"
#include "evidence/nsm/module_id.h"
#include "evidence/nsm/nitro_tpm_checks.h"
#include "evidence/nsm/nitro_tpm_document.h"

namespace anchorhold::nsm {
namespace {

Claims said_by(const TpmDocument& document) {
  Claims claims;
  claims.tee = TeeKind::nitro_tpm;
  claims.format = "NitroTPM attestation document";
  claims.platform = document.module_id;
  claims.issued = document.timestamp;
  claims.nonce = document.nonce;
  claims.user_data = document.user_data;
  claims.public_key = document.public_key;
  claims.vendor = {
      {"module_id", document.module_id},
      {"timestamp_ms", static_cast<uint64_t>(document.timestamp.time_since_epoch().count())}};
  for (const auto& [index, value] : document.tpm_registers) {
    const std::string name = "pcr" + std::to_string(index);
    claims.measurements.emplace(name, copy_of(value));
    claims.vendor.emplace(name, copy_of(value));
  }
  if (document.nonce) claims.vendor.emplace("nonce", *document.nonce);
  if (document.user_data) claims.vendor.emplace("user_data", *document.user_data);
  if (document.public_key) claims.vendor.emplace("public_key", *document.public_key);
  return claims;
}

void judge_signature(const ParsedTpmDocument& parsed, const ProvenLeaf& leaf, CheckRun& run) {
  const cose::Sign1 message{.protected_header = parsed.protected_header,
                            .alg = cose::kEs384,
                            .payload = parsed.payload,
                            .signature = parsed.signature};
  run.judge(signature_check, leaf.common_name, crypto::verify_sign1(message, leaf.key), "good");
}

// "<name>.…", as AWS names leaves by module and their issuers by instance.
bool begins_with(std::string_view common_name, std::string_view name) {
  return common_name.size() > name.size() && common_name.starts_with(name) &&
         common_name[name.size()] == '.';
}

bool judge_names(const TpmDocument& document, const ProvenLeaf& leaf, CheckRun& run) {
  const auto instance = parse_tpm_module_id(document.module_id);
  if (!instance.ok())
    return run.fail(tpm_module_id_check, document.module_id, instance.error().to_string());
  if (!begins_with(leaf.common_name, document.module_id)) {
    return run.fail(tpm_module_id_check, document.module_id,
                    "the leaf is named " + leaf.common_name);
  }
  if (!begins_with(leaf.issuer_common_name, *instance)) {
    return run.fail(tpm_module_id_check, document.module_id,
                    "the leaf's issuer is named " + leaf.issuer_common_name);
  }
  return run.pass(tpm_module_id_check, document.module_id, "the leaf is named " + leaf.common_name);
}

}  // namespace

anchorhold::Verification verify_tpm_document(ByteView bytes, std::span<const Anchor> anchors,
                                             Time at, crypto::CertificateCache* cache) {
  CheckRun run(tpm_check_table());
  const auto parsed = parse_tpm_document(bytes);
  if (!parsed.ok()) {
    run.fail(tpm_structure_check, "NitroTPM document", parsed.error().to_string());
    return unreadable(std::move(run));
  }
  const TpmDocument& document = parsed->claimed().document;
  run.pass(tpm_structure_check, document.module_id, "well-formed");
  Claims claims = said_by(document);

  const Digest256 root = crypto::sha256(document.cabundle.front());
  const Anchor* anchor = find_anchor(root, anchors);
  if (anchor == nullptr) {
    run.fail(root_check, "cabundle[0]", "sha256:" + to_hex(root));
    return conclude(std::move(run), std::move(claims));
  }
  run.pass(root_check, "cabundle[0]", "sha256:" + to_hex(root));
  claims.hardware_rooted = std::holds_alternative<NitroAnchor>(*anchor);
  claims.root = root;

  Findings chain;
  const auto leaf = prove_chain(document.certificate, document.cabundle, at, cache, chain);
  run.add(std::move(chain));
  if (leaf) {
    judge_signature(parsed->claimed(), *leaf, run);
    judge_names(document, *leaf, run);
  }
  return conclude(std::move(run), std::move(claims));
}

}  // namespace anchorhold::nsm
