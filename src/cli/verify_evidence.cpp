#include "cli/verify_evidence.h"

#include "api/evidence.h"
#include "base/hex.h"
#include "claims/claims_json.h"
#include "cli/files.h"
#include "os/clock.h"

namespace anchorhold::cli {

namespace {

Result<api::EvidenceQuestion> question_of(const EvidenceDemands& demands) {
  api::EvidenceQuestion question;
  question.software_roots = demands.software_roots;
  question.at = demands.at.value_or(os::now());
  if (!demands.nonce.empty()) {
    AH_ASSIGN(question.binding.nonce, from_hex("--nonce", demands.nonce));
  }
  if (!demands.contract.empty()) {
    AH_ASSIGN(const Bytes text, read_document(demands.contract));
    AH_ASSIGN(question.contract, contract::parse_sealed(demands.contract, text_of(text)));
  }
  return question;
}

Exit exit_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return Exit::ok;
    case Verdict::unproven:
      return Exit::unproven;
    case Verdict::rejected:
      return Exit::rejected;
  }
  return Exit::rejected;
}

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return "accepted";
    case Verdict::unproven:
      return "authentic, not appraised";
    case Verdict::rejected:
      return "rejected";
  }
  return "rejected";
}

}  // namespace

Status verify_evidence(Context& context, const std::string& name, ByteView document,
                       const EvidenceDemands& demands) {
  AH_ASSIGN(const api::EvidenceQuestion question, question_of(demands));
  const api::JudgedEvidence judged = api::judge_evidence(document, question);
  const std::string verdict(verdict_word(judged.verdict));
  if (context.json) {
    json::Value out =
        json::Value::object({{"verdict", verdict}, {"findings", findings_json(judged.findings)}});
    if (judged.claims) out.set("claims", to_json(*judged.claims));
    context.print_json(out);
  } else {
    if (judged.claims && !judged.claims->hardware_rooted)
      context.print("NOT HARDWARE: evidence of a software TEE");
    context.print_findings(judged.findings);
    if (judged.claims) context.print(json::pretty(to_json(*judged.claims)));
    context.print(name + ": " + verdict);
    if (judged.verdict == Verdict::unproven) {
      context.note("hint: name the contract with --contract to have the registers judged");
    }
  }
  context.finish(exit_of(judged.verdict));
  return {};
}

}  // namespace anchorhold::cli
