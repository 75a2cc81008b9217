#include <algorithm>

#include "evidence/tpm/checks.h"
#include "evidence/tpm/key_certificate.h"
#include "evidence/tpm/verify.h"

namespace anchorhold::tpm {
namespace {

// What both say.
Claims common(const Claims& a, const Claims& b) {
  Claims out = a;
  std::erase_if(out.vendor, [&](const auto& entry) {
    const auto other = b.vendor.find(entry.first);
    return other == b.vendor.end() || other->second != entry.second;
  });
  if (a.platform != b.platform) out.platform.clear();
  if (a.root != b.root) out.root = {};
  out.hardware_rooted = a.hardware_rooted && b.hardware_rooted;
  return out;
}

// Usage is how a kind of key is judged: its check, its rule and its name.
struct Usage {
  const Check& check;
  Status (*rule)(const crypto::Certificate&);
  std::string_view name;
};

void judge_all(CheckRun& run, std::span<const crypto::Certificate> certificates, const Usage& usage,
               const TrustInputs& trust, std::vector<Claims>& said) {
  if (certificates.empty()) {
    run.not_applicable(usage.check, "no certificate of this kind was given");
  }
  for (size_t i = 0; i < certificates.size(); ++i) {
    const crypto::Certificate& certificate = certificates[i];
    const std::string subject = std::string(usage.name) + " " + std::to_string(i + 1);
    Claims claims{.tee = TeeKind::tpm};
    run.judge(usage.check, subject, usage.rule(certificate), "is for such a key");
    judge_instance(run, subject, certificate, claims);
    const auto found = judge_certificate(run, subject, certificate, trust);
    if (found) {
      claims.hardware_rooted = found->vendor_root;
      claims.root = found->root;
    }
    said.push_back(std::move(claims));
  }
}

}  // namespace

Verification verify_certificates(const CertificateInputs& inputs,
                                 std::span<const GivenAnchor> given, Time at,
                                 crypto::CertificateCache* cache) {
  CheckRun run(certificate_table());
  const TrustInputs trust{.certificates = inputs.certificates,
                          .crls = inputs.crls,
                          .given = given,
                          .at = at,
                          .require_crl = inputs.require_crl,
                          .cache = cache};
  std::vector<Claims> said;
  judge_all(run, inputs.ak_certificates, {ak_usage_check, check_ak_usage, "AK certificate"}, trust,
            said);
  judge_all(run, inputs.ek_certificates, {ek_usage_check, check_ek_usage, "EK certificate"}, trust,
            said);
  if (said.empty()) {
    run.fail(root_check, "certificates", "no certificate of a TPM key was given");
    return unreadable(std::move(run));
  }
  Claims claims = said.front();
  for (const Claims& other : said) claims = common(claims, other);
  claims.format = "TPM 2.0 key certificates";
  return conclude(std::move(run), std::move(claims));
}

}  // namespace anchorhold::tpm
