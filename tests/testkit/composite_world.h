#pragma once
// Evidence of two kinds with everything that its verification needs, for tests of what is composed.
// Only for programs that link the verifier.

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "testkit/forged_dcap_world.h"
#include "testkit/forged_nsm.h"
#include "verifier/verify.h"

namespace anchorhold::testkit {

// CompositeWorld: an Intel platform and an NSM under test roots, at one time. Intel's collateral is
// in `files`.
struct CompositeWorld {
  CompositeWorld() : nsm(nitro_like(DcapForge::at(), NsmForge::module_id()), 5) {
    for (const Bytes& document : dcap.documents) files.push_back({"document", "", document});
    for (const Bytes& der : dcap.certificates) files.push_back({"certificate", "", der});
    for (const Bytes& crl : dcap.crls) files.push_back({"crl", "", crl});
    anchors.keys = dcap.anchors;
    anchors.software_roots = {nsm.chain().root()};
  }

  // enclave: an SGX quote with this report data. Other code is one bit of its measurement.
  Bytes enclave(const ByteArray<64>& report_data, bool other_code = false) const {
    dcap::EnclaveReport report = DcapForge::enclave();
    report.report_data = report_data;
    if (other_code) report.mrenclave[0] ^= 1;
    QuoteParts parts = dcap.forge.sgx(3);
    parts.body = encode_enclave_report(report);
    return dcap.forge.sign(parts);
  }

  // module: an NSM document with these options.
  Bytes module(std::optional<Bytes> nonce, std::optional<Bytes> user_data = std::nullopt) const {
    nsm::Document document = nsm.document();
    document.nonce = std::move(nonce);
    document.user_data = std::move(user_data);
    return nsm.sign(document);
  }

  // verify: aborts on collateral that cannot be sorted and on evidence of no known format.
  verifier::Answer verify(ByteView evidence, const std::vector<verifier::File>& more) const {
    const auto material = verifier::Material::sort(more, nullptr).value();
    return verifier::verify(
               {.evidence = evidence, .material = material, .anchors = anchors, .at = at})
        .value();
  }
  verifier::Answer verify(ByteView evidence) const { return verify(evidence, files); }

  DcapWorld dcap;
  NsmForge nsm;
  verifier::Anchors anchors;
  std::vector<verifier::File> files;
  Time at = DcapForge::at();
};

// world: one for all tests of a program.
inline const CompositeWorld& world() {
  static const CompositeWorld instance;
  return instance;
}

inline std::string first_failure(const verifier::Answer& answer) {
  const Finding* first = answer.verification.findings.first_failure();
  return first == nullptr ? "none" : first->check;
}

}  // namespace anchorhold::testkit
