#include "cli/verify_evidence.h"

#include "appraise/appraise.h"
#include "base/hex.h"
#include "base/secret.h"
#include "cli/files.h"
#include "contract/policy.h"
#include "os/clock.h"

namespace anchorhold::cli {

namespace {

json::Value claims_json(const appraise::Claims& claims) {
  json::Object registers;
  for (const auto& [number, value] : claims.registers)
    registers[std::to_string(number)] = to_hex(value);
  json::Value out = json::Value::object({{"tee", appraise::tee_name(claims.tee)},
                                         {"hardware_rooted", claims.hardware_rooted},
                                         {"root", "sha256:" + to_hex(claims.root)},
                                         {"module_id", claims.module_id},
                                         {"debug", claims.debug},
                                         {"issued", format_time(claims.issued)},
                                         {"registers", std::move(registers)}});
  if (claims.nonce) out.set("nonce", to_hex(*claims.nonce));
  if (claims.user_data) out.set("user_data", to_hex(*claims.user_data));
  if (claims.public_key) out.set("public_key", to_hex(*claims.public_key));
  return out;
}

Result<Findings> appraise_against(const appraise::Claims& claims, const EvidenceDemands& demands,
                                  Time at) {
  AH_ASSIGN(const Bytes text, read_document(demands.contract));
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed(demands.contract, text_of(text)));
  appraise::Binding binding;
  if (!demands.nonce.empty()) {
    AH_ASSIGN(binding.nonce, from_hex("--nonce", demands.nonce));
  }
  return appraise::appraise(claims, contract::policy_of(sealed), binding, at);
}

// Without a contract there is no policy: say what the evidence is, and hold the nonce if one is
// demanded.
Result<Findings> judge_nonce(const appraise::Claims& claims, const EvidenceDemands& demands) {
  Findings findings;
  if (demands.nonce.empty()) return findings;
  AH_ASSIGN(const Bytes nonce, from_hex("--nonce", demands.nonce));
  const bool same = claims.nonce && ct_equal(*claims.nonce, nonce);
  findings.add(Finding{"appraise.nonce",
                       same ? Outcome::pass : Outcome::fail,
                       "nonce",
                       demands.nonce,
                       claims.nonce ? to_hex(*claims.nonce) : "none",
                       {},
                       same ? "" : "ask for fresh evidence"});
  return findings;
}

}  // namespace

Status verify_evidence(Context& context, const std::string& name, ByteView document,
                       const EvidenceDemands& demands) {
  std::vector<nsm::Anchor> anchors{nsm::NitroAnchor{}};
  for (const Digest256& root : demands.software_roots)
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  const Time at = demands.at.value_or(os::now());
  nsm::Verification verified = nsm::verify_document(document, anchors, at, nullptr);
  Findings findings = std::move(verified.findings);
  std::optional<appraise::Claims> claims;
  if (verified.document) {
    claims = appraise::claims_of(*verified.document);
    AH_ASSIGN(Findings more, demands.contract.empty() ? judge_nonce(*claims, demands)
                                                      : appraise_against(*claims, demands, at));
    findings.add(std::move(more));
  }
  const bool accepted = findings.accepted() && claims.has_value();
  // Authentic but held against no contract is not acceptance: the caller has no measurement to
  // believe in.
  const Exit exit = !accepted                  ? Exit::rejected
                    : demands.contract.empty() ? Exit::unproven
                                               : Exit::ok;
  const char* verdict = exit == Exit::ok         ? "accepted"
                        : exit == Exit::unproven ? "authentic, not appraised"
                                                 : "rejected";
  if (context.json) {
    json::Value out =
        json::Value::object({{"verdict", verdict}, {"findings", findings_json(findings)}});
    if (claims) out.set("claims", claims_json(*claims));
    context.print_json(out);
  } else {
    if (claims && !claims->hardware_rooted)
      context.print("NOT HARDWARE: evidence of a software TEE");
    context.print_findings(findings);
    if (claims) context.print(json::pretty(claims_json(*claims)));
    context.print(name + ": " + verdict);
    if (exit == Exit::unproven)
      context.note("hint: name the contract with --contract to have the registers judged");
  }
  context.finish(exit);
  return {};
}

}  // namespace anchorhold::cli
