#include "evidence/nsm/verify.h"

#include "base/hex.h"
#include "codec/cose.h"
#include "crypto/cose_sign1.h"
#include "crypto/hash.h"
#include "evidence/nsm/chain.h"
#include "evidence/nsm/checks.h"
#include "evidence/nsm/module_id.h"

namespace anchorhold::nsm {
namespace {

Finding judge_signature(const ParsedDocument& parsed, const ProvenLeaf& leaf) {
  const cose::Sign1 message{.protected_header = parsed.protected_header,
                            .alg = cose::kEs384,
                            .payload = parsed.payload,
                            .signature = parsed.signature};
  const Status good = crypto::verify_sign1(message, leaf.key);
  return good.ok() ? passed(signature_check, leaf.common_name, "good")
                   : failed(signature_check, leaf.common_name, good.error().to_string());
}

// Nitro's leaves are named "<module id>.<region>.aws", a software root's leaves "<module id>".
bool names(std::string_view common_name, std::string_view id, bool software) {
  if (software) return common_name == id;
  return common_name.size() > id.size() && common_name.starts_with(id) &&
         common_name[id.size()] == '.';
}

Finding judge_module_id(const Document& document, const ModuleId& id, const Anchor& anchor,
                        const ProvenLeaf& leaf) {
  const bool software = std::holds_alternative<SoftwareAnchor>(anchor);
  if (id.software != software) {
    return failed(
        module_id_check, document.module_id,
        software ? "a hardware id under a software root" : "a software id under the AWS root");
  }
  if (!names(leaf.common_name, document.module_id, software)) {
    return failed(module_id_check, document.module_id, "the leaf is named " + leaf.common_name);
  }
  return passed(module_id_check, document.module_id, "the leaf is named " + leaf.common_name);
}

Finding judge_instance(const Document& document, const ModuleId& id, const ProvenLeaf& leaf) {
  if (document.pcrs.at(4) != instance_register(id.instance)) {
    return failed(instance_check, id.instance, "register 4 is of another instance");
  }
  if (!id.software && !names(leaf.issuer_common_name, id.instance, false)) {
    return failed(instance_check, id.instance, "the issuer is named " + leaf.issuer_common_name);
  }
  return passed(instance_check, id.instance, "register 4 agrees");
}

void judge_names(const Document& document, const Anchor& anchor, const ProvenLeaf& leaf,
                 Findings& findings) {
  const auto id = parse_module_id(document.module_id);
  if (!id.ok()) {
    findings.add(failed(module_id_check, document.module_id, id.error().to_string()));
    findings.add(not_run(instance_check, "the module id cannot be read"));
    return;
  }
  findings.add(judge_module_id(document, *id, anchor, leaf));
  findings.add(judge_instance(document, *id, leaf));
}

void add_not_run(std::initializer_list<const Check*> checks, const std::string& reason,
                 Findings& findings) {
  for (const Check* check : checks) findings.add(not_run(*check, reason));
}

}  // namespace

Verification verify_document(const Unverified<ParsedDocument>& parsed,
                             std::span<const Anchor> anchors, Time at,
                             crypto::CertificateCache* cache) {
  const Document& document = parsed.claimed().document;
  Verification out;
  out.findings.add(passed(structure_check, document.module_id, "well-formed"));

  const Digest256 root = crypto::sha256(document.cabundle.front());
  const Anchor* anchor = find_anchor(root, anchors);
  if (anchor == nullptr) {
    out.findings.add(failed(root_check, "cabundle[0]", "sha256:" + to_hex(root)));
    add_not_run({&certificates_check, &links_check, &validity_check, &signature_check,
                 &module_id_check, &instance_check},
                "the root is not trusted", out.findings);
    return out;
  }
  out.findings.add(passed(root_check, "cabundle[0]", "sha256:" + to_hex(root)));

  const auto leaf = prove_chain(document.certificate, document.cabundle, at, cache, out.findings);
  if (!leaf) {
    add_not_run({&signature_check, &module_id_check, &instance_check}, "the chain is not proven",
                out.findings);
    return out;
  }
  out.findings.add(judge_signature(parsed.claimed(), *leaf));
  judge_names(document, *anchor, *leaf, out.findings);
  if (out.findings.accepted())
    out.document = Verified<AnchoredDocument>::mark_verified({document, *anchor});
  return out;
}

Verification verify_document(const Unverified<ParsedDocument>& parsed, const Anchor& anchor,
                             Time at, crypto::CertificateCache* cache) {
  return verify_document(parsed, std::span(&anchor, 1), at, cache);
}

Verification verify_document(ByteView bytes, std::span<const Anchor> anchors, Time at,
                             crypto::CertificateCache* cache) {
  const auto parsed = parse_document(bytes);
  if (parsed.ok()) return verify_document(*parsed, anchors, at, cache);
  Verification out;
  out.findings.add(failed(structure_check, "attestation document", parsed.error().to_string()));
  add_not_run({&root_check, &certificates_check, &links_check, &validity_check, &signature_check,
               &module_id_check, &instance_check},
              "the document cannot be read", out.findings);
  return out;
}

}  // namespace anchorhold::nsm
