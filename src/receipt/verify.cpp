#include "receipt/verify.h"

#include <algorithm>

#include "appraise/appraise.h"
#include "base/hex.h"
#include "contract/check.h"
#include "contract/policy.h"
#include "contract/release.h"
#include "crypto/jws.h"
#include "evidence/nsm/claims.h"
#include "evidence/nsm/verify.h"

namespace anchorhold::receipt {

namespace {

constexpr std::string_view kDesign = "docs/formats.md, receipt";

Finding judged(std::string check, bool pass, std::string subject, std::string expected,
               std::string observed, std::string advice) {
  return Finding{std::move(check),
                 pass ? Outcome::pass : Outcome::fail,
                 std::move(subject),
                 std::move(expected),
                 std::move(observed),
                 std::string(kDesign),
                 pass ? std::string() : std::move(advice)};
}

// Whether the contract hangs on the caller's pins; adds a finding for each pin.
bool judge_pins(const Pins& pins, const contract::SealedContract& sealed, Findings& findings) {
  if (pins.contract) {
    findings.add(judged("receipt.pin.contract", *pins.contract == sealed.digest,
                        "the contract's digest", to_hex(*pins.contract), to_hex(sealed.digest),
                        "this receipt is of another contract"));
  }
  for (const crypto::PublicKey& key : pins.parties) {
    const auto signer =
        std::find_if(sealed.signers.begin(), sealed.signers.end(), [&](const std::string& name) {
          const contract::Party* party = sealed.contract.find_party(name);
          return party != nullptr && party->signing_key == key;
        });
    const bool signed_by_it = signer != sealed.signers.end();
    findings.add(judged("receipt.pin.party", signed_by_it, "the contract's signatures",
                        "one by " + key.to_text(),
                        signed_by_it ? "signed as " + *signer : "none by that key",
                        "the party that you trust did not sign this contract"));
  }
  return pins.contract.has_value() || !pins.parties.empty();
}

std::vector<nsm::Anchor> anchors_of(const Pins& pins, const contract::Contract& contract) {
  std::vector<nsm::Anchor> anchors;
  if (contract.tee.accept.contains(TeeKind::nitro)) anchors.emplace_back(nsm::NitroAnchor{});
  for (const Digest256& root : pins.software_roots) anchors.emplace_back(nsm::SoftwareAnchor{root});
  for (const Digest256& root : contract.tee.software_roots)
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  return anchors;
}

// The key that the evidence binds signed the statement, and the statement is the one body.
Result<json::Value> open_statement(const Receipt& receipt, const std::optional<Bytes>& public_key) {
  if (!public_key)
    return Error{Code::denied, "evidence", "binds no key that could have signed the statement"};
  AH_ASSIGN(const crypto::PublicKey key,
            crypto::PublicKey::from_spki("evidence: public_key", *public_key));
  AH_ASSIGN(const crypto::VerifiedJws jws,
            crypto::verify_jws("receipt: statement", receipt.statement, kReceiptType,
                               [&](std::string_view) -> Result<crypto::PublicKey> { return key; }));
  return json::parse("receipt: statement", text_of(jws.payload));
}

// Whether `release` is of the ciphertext that the enclave took in. Of one that was decrypted on
// demand the enclave knows no digest: that is as agreed only where the contract says on demand and
// does not fix the ciphertext.
bool is_of(const contract::Release& release, const UsedInput& used,
           const contract::Workload& workload, const contract::Input& declared) {
  if (release.ciphertext_bytes != used.bytes) return false;
  if (used.sha256) return release.ciphertext_sha256 == *used.sha256;
  return workload.inputs_on_demand() && !declared.sha256 && release.head_sha256 == used.head_sha256;
}

void judge_release(const contract::SealedContract& sealed, const Body& body,
                   const std::string& name, const contract::Input& declared, Findings& findings) {
  const std::string subject = "input " + name;
  const auto used = body.inputs.find(name);
  if (used == body.inputs.end()) {
    findings.add(judged("receipt.release", false, subject, "a release by " + declared.owner,
                        "the body names none",
                        "every input of the contract must have been released"));
    return;
  }
  const auto release =
      contract::verify_release_statement(sealed.contract, sealed.digest, used->second.release);
  if (!release.ok()) {
    findings.add(judged("receipt.release", false, subject, "a release signed by " + declared.owner,
                        release.error().to_string(),
                        "the owner did not release this input to this run"));
    return;
  }
  const bool fits = release->input == name && release->tee_key == body.tee_key &&
                    is_of(*release, used->second, sealed.contract.workload, declared);
  findings.add(judged(
      "receipt.release", fits, subject, "a release of this ciphertext to this enclave",
      fits
          ? "released by " + release->owner + ", run " + std::to_string(release->budget_index) +
                " of its budget" + (used->second.head_sha256 ? "; decrypted on demand" : "") +
                (used->second.local_broker ? "; local broker: owner trusts the host it ran on" : "")
          : "a release of something else",
      "the release belongs to another run or input"));
}

void judge_body(const contract::SealedContract& sealed, const nsm::Document& document,
                const Body& body, Findings& findings) {
  findings.add(judged("receipt.body.contract", body.contract == sealed.digest,
                      "the body's contract", to_hex(sealed.digest), to_hex(body.contract),
                      "the body speaks of another contract"));
  findings.add(judged("receipt.body.instance", body.instance == document.module_id,
                      "the enclave's module id", document.module_id, body.instance,
                      "the body speaks of another enclave"));
  findings.add(judged("receipt.body.registers", body.registers == document.pcrs, "the registers",
                      "as in the evidence", body.registers == document.pcrs ? "the same" : "others",
                      "body and evidence disagree"));
  for (const auto& [name, declared] : sealed.contract.inputs)
    judge_release(sealed, body, name, declared, findings);
  for (const auto& [name, used] : body.inputs) {
    if (!sealed.contract.inputs.contains(name)) {
      findings.add(judged("receipt.body.inputs", false, "input " + name, "an input of the contract",
                          "not declared", "something went in that the contract does not name"));
    }
  }
  const bool has_log = sealed.contract.log.has_value();
  for (const auto& [name, output] : sealed.contract.outputs) {
    findings.add(judged("receipt.body.outputs", body.outputs.contains(name), "output " + name,
                        "made", body.outputs.contains(name) ? "made" : "missing",
                        "outputs leave all or none"));
  }
  for (const auto& [name, made] : body.outputs) {
    if (!sealed.contract.outputs.contains(name) && !(has_log && name == kLogOutput)) {
      findings.add(judged("receipt.body.outputs", false, "output " + name,
                          "an output of the contract", "not declared",
                          "something left that the contract does not name"));
    }
  }
}

// Everything but the pins. The contract is taken as it is; whether it is the caller's is not asked
// here.
void judge_contents(const Receipt& receipt, const Pins& pins, Verification& out) {
  const contract::SealedContract& sealed = *out.contract;
  out.findings.add(contract::check_signatures(sealed));
  const auto parsed = nsm::parse_document(receipt.evidence);
  if (!parsed.ok()) {
    out.findings.add(judged("receipt.evidence", false, "evidence", "an attestation document",
                            parsed.error().to_string(),
                            "the receipt is damaged: ask for it again"));
    return;
  }
  const Time issued = parsed->claimed().document.timestamp;
  nsm::Verification evidence =
      nsm::verify_document(*parsed, anchors_of(pins, sealed.contract), issued, nullptr);
  out.findings.add(std::move(evidence.findings));
  if (!evidence.document) return;
  const nsm::Document& document = **evidence.document;

  const auto body_json = open_statement(receipt, document.public_key);
  out.findings.add(judged("receipt.statement", body_json.ok(), "the statement's signature",
                          "by the key in the evidence",
                          body_json.ok() ? "verified" : body_json.error().to_string(),
                          "the body was not signed by the enclave that the evidence shows"));
  if (!body_json.ok()) return;
  const Digest384 bound = receipt_user_data(*body_json);
  appraise::Binding binding;
  binding.user_data = copy_of(bound);
  binding.public_key = document.public_key;
  out.findings.add(appraise::appraise(nsm::claims_of(*evidence.document),
                                      contract::policy_of(sealed), binding, issued));
  const auto body = parse_body("receipt: body", *body_json);
  if (!body.ok()) {
    out.findings.add(judged("receipt.body", false, "body", "a receipt body",
                            body.error().to_string(),
                            "made by a version that this one does not know"));
    return;
  }
  out.body = *body;
  judge_body(sealed, document, *body, out.findings);
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return "accepted";
    case Verdict::unproven:
      return "consistent, origin unproven";
    case Verdict::rejected:
      return "rejected";
  }
  return "rejected";
}

Result<Verification> verify_receipt(std::string_view object, std::string_view text,
                                    const Pins& pins) {
  AH_ASSIGN(const Receipt receipt, parse_receipt(object, text));
  Verification out;
  auto sealed = contract::parse_sealed(std::string(object) + ": contract", receipt.contract);
  out.findings.add(judged("receipt.contract", sealed.ok(), "the contract in the receipt",
                          "a signed contract",
                          sealed.ok() ? to_hex(sealed->digest) : sealed.error().to_string(),
                          "the receipt is damaged or forged"));
  if (!sealed.ok()) return out;
  out.contract = std::move(sealed).value();
  const bool pinned = judge_pins(pins, *out.contract, out.findings);
  judge_contents(receipt, pins, out);
  if (out.findings.accepted() && out.body)
    out.verdict = pinned ? Verdict::accepted : Verdict::unproven;
  return out;
}

}  // namespace anchorhold::receipt
