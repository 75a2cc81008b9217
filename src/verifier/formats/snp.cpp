#include "evidence/snp/checks.h"
#include "evidence/snp/report.h"
#include "evidence/snp/verify.h"
#include "verifier/format.h"
#include "verifier/role.h"
#include "verifier/snp_report.h"

namespace anchorhold::verifier {
namespace {

Verification verify_snp(const Request& request) {
  return verify_snp_report(request.evidence, request);
}

}  // namespace

Verification verify_snp_report(ByteView report, const Request& request) {
  const Material& material = request.material;
  snp::Endorsements endorsements{.certificates = material.certificates(),
                                 .crls = material.crls(),
                                 .require_crl = request.require_crl};
  if (!material.all(role::uvm_endorsement).empty())
    endorsements.uvm_endorsement = material.first(role::uvm_endorsement);
  return snp::verify_report(report, endorsements, request.anchors.keys, request.at, request.cache);
}

const Format snp_format = {"snp", "AMD SEV-SNP attestation report", snp::looks_like_report,
                           verify_snp, snp::check_table};

}  // namespace anchorhold::verifier
