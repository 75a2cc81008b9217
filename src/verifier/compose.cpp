#include "verifier/compose.h"

namespace anchorhold::verifier {
namespace {

// Findings decide: claims that a failed part left unproven cannot become proven here.
Verification concluded(Findings findings, Claims claims) {
  CheckRun run({});
  run.add(std::move(findings));
  return conclude(std::move(run), std::move(claims));
}

Claims said_of(const Verification& verification) {
  return verification.said ? verification.said->claimed() : Claims();
}

}  // namespace

Verification with_part(Verification whole, const std::string& name, Verification part) {
  Claims claims = said_of(whole);
  if (part.said) claims.parts[name] = part.said->claimed();
  whole.findings.add(std::move(part.findings));
  return concluded(std::move(whole.findings), std::move(claims));
}

Verification with_more(Verification whole, Verification more) {
  Claims claims = said_of(whole);
  if (more.said) {
    const Claims& other = more.said->claimed();
    claims.vendor.insert(other.vendor.begin(), other.vendor.end());
  }
  whole.findings.add(std::move(more.findings));
  return concluded(std::move(whole.findings), std::move(claims));
}

Verification rooted_in(const Claims& by, Verification part) {
  if (!part.claims) return part;
  Claims claims = said_of(part);
  claims.hardware_rooted = by.hardware_rooted;
  claims.root = by.root;
  return concluded(std::move(part.findings), std::move(claims));
}

Verification with_findings(Verification whole, Findings findings) {
  Claims claims = said_of(whole);
  whole.findings.add(std::move(findings));
  return concluded(std::move(whole.findings), std::move(claims));
}

}  // namespace anchorhold::verifier
