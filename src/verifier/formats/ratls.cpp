// RA-TLS certificates: the evidence that they carry is judged by its own format.

#include "evidence/ratls/binding.h"
#include "evidence/ratls/certificate.h"
#include "evidence/ratls/checks.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

using ratls::Carried;
using ratls::Carrier;
using ratls::RatlsCertificate;

// The format of carried evidence, or null. Only formats that cannot carry evidence themselves: a
// CMW holds no certificate with evidence.
const Format* format_of(const Carried& carried) {
  if (carried.carrier == Carrier::cmw)
    return cmw_format.recognises(carried.evidence) ? &cmw_format : nullptr;
  for (const Format* format : {&dcap_format, &snp_format})
    if (format->recognises(carried.evidence)) return format;
  return nullptr;
}

Verification verify_carried(const Carried& carried, const Request& request, CheckRun& run) {
  const std::string carrier(ratls::carrier_name(carried.carrier));
  const Format* format = format_of(carried);
  if (format == nullptr) {
    run.fail(ratls::evidence_check, carrier, "of no format that can bind a key");
    return {};
  }
  run.pass(ratls::evidence_check, carrier, std::string(format->title));
  Request inner = request;
  inner.evidence = carried.evidence;
  return format->verify(inner);
}

std::string grade_of(const Carried& carried) {
  return carried.claims && carried.claims->nonce ? "key+nonce" : "key";
}

std::string grade_text(const std::string& grade) {
  return "bound by " + grade +
         ": it proves that an attested TEE knew this key, not that it holds this connection; a "
         "session binding is stronger";
}

bool same_code(const Claims& a, const Claims& b) {
  return a.tee == b.tee && a.measurements == b.measurements && a.signers == b.signers &&
         a.debug == b.debug && a.security_version == b.security_version;
}

// Gramine's own extension beside the interoperable one: another quote, of the same enclave. Some
// libraries leave its report data empty; which binding counts is said either way.
void judge_second(const RatlsCertificate& parsed, const Claims& first, const Request& request,
                  CheckRun& run, Claims& claims) {
  const Carried& second = parsed.carried[1];
  Verification also = verify_carried(second, request, run);
  run.add(std::move(also.findings));
  if (!also.said || !same_code(first, also.said->claimed())) {
    run.fail(ratls::agreement_check, "gramine", "a quote of another enclave");
    return;
  }
  const bool bound = check_key_binding(second, parsed.certificate.key, also.said->claimed()).ok();
  claims.vendor["gramine_binding"] = std::string(bound ? "key" : "none");
  run.pass(ratls::agreement_check, "gramine",
           bound ? "the same enclave, and the same key"
                 : "the same enclave; this extension alone binds no key");
}

Claims claims_of(const RatlsCertificate& parsed, const Claims& inner) {
  const Carried& carried = parsed.carried.front();
  Claims claims = inner;
  claims.format = "RA-TLS certificate with " + inner.format;
  claims.public_key = parsed.certificate.key.spki();
  claims.vendor["binding"] = grade_of(carried);
  claims.vendor["carrier"] = std::string(ratls::carrier_name(carried.carrier));
  claims.vendor["certificate_public_key"] = parsed.certificate.key.spki();
  if (carried.claims && carried.claims->nonce) {
    claims.nonce = carried.claims->nonce;
    claims.vendor["certificate_nonce"] = *carried.claims->nonce;
  }
  return claims;
}

Verification verify_ratls(const Request& request) {
  CheckRun run(ratls::check_table());
  const auto read = ratls::parse_certificate(request.evidence, request.cache);
  if (!read.ok()) {
    run.fail(ratls::structure_check, "RA-TLS certificate", read.error().to_string());
    return unreadable(std::move(run));
  }
  const RatlsCertificate& parsed = read->claimed();
  const Carried& carried = parsed.carried.front();
  run.pass(ratls::structure_check, parsed.certificate.subject_common_name,
           std::string(ratls::carrier_name(carried.carrier)) + " form");
  ratls::judge_certificate(parsed.certificate, request.at, run);
  Verification inner = verify_carried(carried, request, run);
  if (!inner.said) {
    run.add(std::move(inner.findings));
    return unreadable(std::move(run));
  }
  const Claims& said = inner.said->claimed();
  Claims claims = claims_of(parsed, said);
  run.judge(ratls::binding_check, "key of " + parsed.certificate.subject_common_name,
            check_key_binding(carried, parsed.certificate.key, said),
            grade_text(grade_of(carried)));
  run.add(std::move(inner.findings));
  if (parsed.carried.size() > 1) {
    judge_second(parsed, said, request, run, claims);
  } else {
    run.not_applicable(ratls::agreement_check, "the certificate carries one piece of evidence");
  }
  return conclude(std::move(run), std::move(claims));
}

}  // namespace

const Format ratls_format = {"ratls", "RA-TLS certificate", ratls::looks_like_certificate,
                             verify_ratls, ratls::check_table};

}  // namespace anchorhold::verifier
