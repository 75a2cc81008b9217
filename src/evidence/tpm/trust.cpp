#include "evidence/tpm/trust.h"

#include "evidence/tpm/anchors.h"
#include "evidence/tpm/checks.h"
#include "evidence/tpm/key_certificate.h"

namespace anchorhold::tpm {
namespace {

std::string anchor_text(const crypto::Certificate& anchor) {
  const auto vendor = vendor_root_name(anchor.key.spki_sha256());
  if (vendor) return "the compiled-in root " + std::string(*vendor);
  return "the given anchor " + anchor.subject_common_name;
}

void judge_revocation(CheckRun& run, const std::string& subject, const CertificatePath& path,
                      const TrustInputs& inputs) {
  const Revocation found = check_revocation(path, inputs.crls, inputs.at, inputs.cache);
  if (inputs.require_crl && found.unlisted) {
    run.fail(crl_check, subject, "no CRL was given by the issuer of \"" + *found.unlisted + "\"");
    return;
  }
  if (found.lists == 0 && !found.trouble) {
    run.not_applicable(crl_check, "no CRL of an issuer of the path was given");
    run.not_applicable(revocation_check, "no CRL of an issuer of the path was given");
    return;
  }
  const std::string lists = std::to_string(found.lists) + " CRLs";
  run.judge(crl_check, subject, found.trouble ? Status(*found.trouble) : Status(),
            lists + " are signed and current");
  run.judge(revocation_check, subject, found.revoked, "on none of " + lists);
}

}  // namespace

std::optional<Trust> judge_certificate(CheckRun& run, const std::string& subject,
                                       const crypto::Certificate& certificate,
                                       const TrustInputs& inputs) {
  const auto path = find_path(certificate, inputs.certificates, inputs.given, inputs.cache);
  if (!path) {
    run.fail(root_check, subject,
             "no path to an anchor through " + std::to_string(inputs.certificates.size()) +
                 " certificates; the issuer is \"" + certificate.issuer_common_name + "\"");
    return std::nullopt;
  }
  run.pass(root_check, subject, anchor_text(*path->anchor));
  const Status dates = check_dates(*path, inputs.at);
  run.judge(validity_check, subject, dates,
            std::to_string(path->certificates.size() + 1) + " certificates are valid");
  if (dates.ok()) {
    run.judge(links_check, subject, verify_links(*path, inputs.at, inputs.cache),
              std::to_string(path->certificates.size()) + " links hold");
  }
  judge_revocation(run, subject, *path, inputs);
  return Trust{.vendor_root = vendor_root_name(path->anchor->key.spki_sha256()).has_value(),
               .root = path->anchor->digest()};
}

void judge_instance(CheckRun& run, const std::string& subject,
                    const crypto::Certificate& certificate, Claims& claims) {
  const auto instance = gce_instance_of(certificate);
  if (!instance.ok()) {
    run.fail(instance_check, subject, instance.error().to_string());
    return;
  }
  if (!*instance) {
    run.not_applicable(instance_check, "the certificate of " + subject + " has none");
    return;
  }
  run.pass(instance_check, subject, (*instance)->instance_name + " in " + (*instance)->zone);
  add_instance_claims(**instance, claims);
}

}  // namespace anchorhold::tpm
