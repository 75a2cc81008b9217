#include "cli/verify_evidence.h"

#include "api/appraisal.h"
#include "api/bundle.h"
#include "api/ear.h"
#include "claims/claims_json.h"
#include "cli/evidence_question.h"
#include "cli/files.h"
#include "verifier/catalogue.h"

namespace anchorhold::cli {
namespace {

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

void explain(const Context& context, const Findings& findings) {
  std::string_view last;
  for (const Finding& finding : findings.list()) {
    const Check* check = verifier::find_check(finding.check);
    if (check == nullptr || finding.check == last) continue;
    last = finding.check;
    context.print("  " + finding.check + "\n      " + std::string(check->why) +
                  "\n      source: " + std::string(check->clause));
  }
}

std::string headline(const api::JudgedEvidence& judged) {
  const bool told = judged.said && !judged.said->format.empty();
  const std::string& format = told ? judged.said->format : judged.format;
  if (!judged.claims || judged.claims->hardware_rooted) return format;
  return "NOT HARDWARE: " + format + "; no vendor's root stands behind it";
}

// The claims for people: without the vendor's own, which --json and --explain show.
json::Value summary(const Claims& claims) {
  Claims plain = claims;
  plain.vendor.clear();
  for (auto& [name, part] : plain.parts) part.vendor.clear();
  return to_json(plain);
}

void print_judgement(const Context& context, const std::string& name,
                     const api::JudgedEvidence& judged, bool explained) {
  if (context.json) return context.print_json(api::appraisal_json(judged));
  context.print(headline(judged));
  context.print_findings(judged.findings);
  if (explained) {
    context.print("\nWhat the checks are for:");
    explain(context, judged.findings);
  }
  if (judged.claims)
    context.print("\n" +
                  json::pretty(explained ? to_json(*judged.claims) : summary(*judged.claims)));
  if (const Finding* failure = judged.findings.first_failure(); failure != nullptr) {
    context.note("anchorhold: hint: `anchorhold why " + failure->check + "` explains the check");
  } else if (judged.verdict == Verdict::unproven) {
    context.note(
        "anchorhold: hint: name what you accept with --policy or --contract to have it judged");
  }
  context.print(name + ": " + std::string(api::verdict_name(judged.verdict)));
}

Result<appraise::EarProfile> profile_of(const std::string& word) {
  if (word == "ietf") return appraise::EarProfile::ietf_03;
  if (word == "veraison") return appraise::EarProfile::veraison;
  return Error{Code::invalid_argument, "--ear-profile", "no such profile"}
      .want("ietf or veraison")
      .saw(word);
}

Status write_ear(const api::JudgedEvidence& judged, const api::Question& question,
                 const EvidenceOptions& options) {
  if (options.ear_key.empty()) {
    return Error{Code::invalid_argument, "--ear", "an attestation result needs a key to sign it"}
        .advise("name it with --ear-key; `anchorhold party new` makes one");
  }
  AH_ASSIGN(const appraise::EarProfile profile, profile_of(options.ear_profile));
  AH_ASSIGN(const Bytes pem, read_document(options.ear_key));
  AH_ASSIGN(const crypto::PrivateKey key,
            crypto::PrivateKey::from_pkcs8_pem(options.ear_key, text_of(pem)));
  AH_ASSIGN(const std::string token,
            api::sign_result(judged, question, ANCHORHOLD_VERSION, profile, key));
  return write_document(options.ear, bytes_of(token));
}

// What another policy would say of the same evidence.
Status print_what_if(const Context& context, ByteView evidence, api::Question question,
                     const std::string& path) {
  AH_ASSIGN(const Bytes text, read_document(path));
  question.policy = string_of(text);
  question.contract.reset();
  AH_ASSIGN(const api::JudgedEvidence judged, api::judge_evidence(evidence, question));
  context.note("what if " + path + ": " + std::string(api::verdict_name(judged.verdict)));
  for (const Finding& finding : judged.appraisal.list()) {
    if (finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable) continue;
    context.note("  " + finding.check + ": " + finding.subject + "; expected " + finding.expected +
                 "; seen " + finding.observed);
  }
  return {};
}

// A bundle answers the question that its maker asked, at his time. Only who says that he means a
// bundle may take its acceptance for his own.
void hold_to_bundle(const Context& context, const api::Bundle& bundle, bool own_policy, bool meant,
                    api::JudgedEvidence& judged) {
  if (judged.verdict == Verdict::rejected) return;
  const std::string when = " as of " + format_time(bundle.question.at) + ", by the binding in it";
  if (own_policy) {
    context.note("anchorhold: note: a bundle, judged by its own policy and anchors" + when +
                 "; give --policy to judge by yours");
  } else if (!meant) {
    context.note("anchorhold: note: a bundle, judged" + when +
                 "; give --format bundle if that is what is meant");
    judged.verdict = Verdict::unproven;
  }
}

}  // namespace

Status verify_evidence(Context& context, const std::string& name, ByteView evidence,
                       const EvidenceOptions& options) {
  AH_ASSIGN(const AskedQuestion asked, question_of(options));
  AH_ASSIGN(const api::JudgedEvidence judged, api::judge_evidence(evidence, asked.question));
  if (!options.bundle.empty()) {
    const std::string text = api::make_bundle(evidence, asked.question, asked.contract, judged);
    AH_TRY(write_document(options.bundle, bytes_of(text)));
  }
  if (!options.ear.empty()) AH_TRY(write_ear(judged, asked.question, options));
  print_judgement(context, name, judged, options.explain);
  if (!options.what_if.empty())
    AH_TRY(print_what_if(context, evidence, asked.question, options.what_if));
  context.finish(exit_of(judged.verdict));
  return {};
}

Status verify_bundle(Context& context, const std::string& name, std::string_view text,
                     const EvidenceOptions& options) {
  const bool meant = options.format == "bundle";
  if (!meant && !options.format.empty()) {
    return Error{Code::unsupported, name, "it is a bundle"}.want(options.format).saw("bundle");
  }
  AH_ASSIGN(const api::Bundle bundle, api::read_bundle(name, text));
  AH_ASSIGN(const AskedQuestion asked, question_of(options));
  const bool own_policy = options.policy.empty() && options.contract.empty();
  AH_ASSIGN(api::JudgedEvidence judged,
            own_policy ? api::judge_as_recorded(bundle, asked.question.require_crl)
                       : api::judge_bundle(bundle, asked.question));
  hold_to_bundle(context, bundle, own_policy, meant, judged);
  print_judgement(context, name, judged, options.explain);
  if (!options.what_if.empty()) {
    api::Question question =
        own_policy ? bundle.question : api::question_for(bundle, asked.question);
    question.require_crl = question.require_crl || asked.question.require_crl;
    AH_TRY(print_what_if(context, bundle.evidence, question, options.what_if));
  }
  context.finish(exit_of(judged.verdict));
  return {};
}

}  // namespace anchorhold::cli
