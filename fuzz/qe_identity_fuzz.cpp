// Enclave identities as hostile text. What is read says the same when it is written and read again,
// and a quoting enclave of another signer never matches it.
#include "check.h"
#include "evidence/dcap/collateral_json.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/qe_match.h"
#include "testkit/forged_dcap_collateral.h"

using namespace anchorhold;

namespace {

void check_identity(std::string_view text) {
  const auto identity = dcap::parse_enclave_identity("enclaveIdentity", text);
  if (!identity.ok()) return;
  const auto again = dcap::parse_enclave_identity(
      "enclaveIdentity", json::canonical(testkit::identity_json(*identity)));
  fuzz::check(again.ok() && *again == *identity);

  for (const dcap::TeeType tee : {dcap::TeeType::sgx, dcap::TeeType::tdx}) {
    const dcap::EnclaveReport report = testkit::current_platform(tee).qe_report;
    const bool matches = dcap::match_qe(*identity, report).ok();
    fuzz::check(!matches || report.mrsigner == identity->mrsigner);
    const dcap::SvnLevel* level = dcap::level_of(identity->levels, report.isv_svn);
    fuzz::check(level == nullptr || level->isv_svn <= report.isv_svn);
    fuzz::check(level != nullptr || identity->levels.back().isv_svn > report.isv_svn);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  const auto document = dcap::read_signed_json("collateral", text);
  check_identity(document.ok() ? document->value : text);
  return 0;
}
