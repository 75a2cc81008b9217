// The samples of every format, made with the testkit.

#include "crypto/hash.h"
#include "sample.h"
#include "testkit/forged_cca.h"
#include "testkit/forged_dcap_world.h"
#include "testkit/forged_eventlog.h"
#include "testkit/forged_hcl.h"
#include "testkit/forged_nsm.h"
#include "testkit/forged_nvgpu.h"
#include "testkit/forged_psa.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::bench {
namespace {

using crypto::KeyKind;
using testkit::DcapForge;
using testkit::DcapWorld;
using testkit::NvidiaForge;
using testkit::SnpForge;
using testkit::TestKey;
using testkit::TpmForge;
using verifier::File;

Bytes bytes_from(std::string_view text) {
  return copy_of(bytes_of(text));
}

Sample snp(const std::string& name, testkit::SnpLine line, uint32_t version) {
  const SnpForge forge(line);
  Sample out{.name = name, .evidence = SnpForge::sign(forge.body(version)), .at = SnpForge::at()};
  for (const crypto::Certificate& each : {forge.certify(forge.vcek()), forge.ask(), forge.ark()})
    out.beside.push_back({each.subject_common_name, {}, each.der});
  out.beside.push_back({"list", {}, forge.revoke(forge.revocation()).der});
  out.anchors = {{"ARK", {}, forge.ark().der}};
  return out;
}

Sample dcap_quote(const std::string& name, const DcapWorld& world, const testkit::QuoteParts& parts,
                  size_t first_document) {
  Sample out{.name = name, .evidence = world.forge.sign(parts), .at = DcapForge::at()};
  out.beside = {{"TCB info", {}, world.documents.at(first_document)},
                {"identity", {}, world.documents.at(first_document + 1)},
                {"TCB signing certificate", {}, world.certificates.at(0)},
                {"root", {}, world.certificates.at(1)},
                {"list of the root", {}, world.crls.at(0)},
                {"list of the CA", {}, world.crls.at(1)}};
  out.anchors = {{"root", {}, world.forge.root()}};
  return out;
}

Sample tpm_quote(const std::string& name, const TestKey& key, const testkit::QuoteSpec& spec = {}) {
  const TpmForge forge(key);
  Sample out{.name = name, .evidence = TpmForge::attest(spec), .at = TpmForge::at()};
  out.beside = {{"signature", {}, forge.sign(out.evidence)},
                {"registers", {}, bytes_from(TpmForge::pcr_json(TpmForge::values(spec)))},
                {"public", {}, forge.ak_public()},
                {"attestation key", {}, forge.issue(forge.ak_spec())},
                {"intermediate", {}, forge.issue_intermediate(forge.intermediate_spec())}};
  out.anchors = {{"root", {}, forge.root()}};
  out.beside.push_back(out.anchors.front());
  return out;
}

Sample event_log() {
  const testkit::LogForge log = testkit::forged_pc_boot({crypto::HashKind::sha256});
  return {.name = "event log of a boot, replayed", .evidence = log.agile(), .at = TpmForge::at()};
}

Sample nitro() {
  const testkit::NsmForge forge;
  Sample out{.name = "Nitro document", .evidence = forge.good(), .at = testkit::NsmForge::at()};
  out.software_roots = {forge.chain().root()};
  return out;
}

Sample token(const std::string& name, Bytes evidence, const crypto::SubjectKey& key) {
  const File file{"key", {}, key.spki()};
  return {.name = name,
          .evidence = std::move(evidence),
          .beside = {file},
          .anchors = {file},
          .at = TpmForge::at()};
}

Sample nvidia() {
  const NvidiaForge forge;
  Sample out{.name = "NVIDIA report with two RIMs",
             .evidence = bytes_from(forge.as_json({forge.report()})),
             .at = NvidiaForge::at()};
  for (const auto& manifest : {NvidiaForge::driver_manifest(), NvidiaForge::vbios_manifest()}) {
    const std::string text = forge.sign_manifest(NvidiaForge::manifest_text(manifest));
    out.beside.push_back({manifest.product, "rim", bytes_from(text)});
  }
  const size_t rim_root = forge.rim.size() - 1;
  out.anchors = {{"device root", {}, forge.device_chain().back()},
                 {"RIM root",
                  {},
                  testkit::forge_certificate(forge.rim[rim_root], NvidiaForge::rim_key(rim_root))}};
  return out;
}

// Azure's machine: an SNP report that vouches for the RSA key of the virtual TPM, and its quote.
Sample azure() {
  const TestKey key = TestKey::rsa(2048);
  const std::string runtime_data = testkit::forge_runtime_data(key.subject_key());
  Sample hardware = snp("Azure HCL report with SNP and vTPM quote", testkit::SnpLine::milan, 3);
  const Digest256 bound = crypto::sha256(bytes_of(runtime_data));
  Bytes body = SnpForge(testkit::SnpLine::milan).body();
  std::ranges::fill(std::span(body).subspan(testkit::snp_at::report_data, 64), uint8_t{0});
  std::ranges::copy(bound, body.begin() + testkit::snp_at::report_data);
  const Sample quote = tpm_quote("", key, {.banks = {{.bitmap = {0xff, 0xff, 0xff}}}});
  hardware.evidence = testkit::forge_hcl_report(
      {.hardware_report = SnpForge::sign(body), .runtime_data = runtime_data});
  hardware.beside.push_back({"quote", "quote_msg", quote.evidence});
  hardware.beside.push_back({"signature", "quote_sig", quote.beside.at(0).bytes});
  hardware.beside.push_back({"registers", "pcrs", quote.beside.at(1).bytes});
  return hardware;
}

}  // namespace

std::vector<Sample> forged_samples() {
  const DcapWorld world;
  const testkit::CcaForge cca;
  const testkit::PsaForge psa;
  std::vector<Sample> out;
  out.push_back(snp("SEV-SNP v3, Milan, VCEK", testkit::SnpLine::milan, 3));
  out.push_back(snp("SEV-SNP v5, Turin, VCEK", testkit::SnpLine::turin, 5));
  out.push_back(dcap_quote("SGX quote v3", world, world.forge.sgx(3), 0));
  out.push_back(dcap_quote("TDX quote v4", world, world.forge.tdx_1_0(4), 2));
  out.push_back(tpm_quote("TPM quote, RSA-2048", TestKey::rsa(2048)));
  out.push_back(tpm_quote("TPM quote, P-256", TestKey::of(KeyKind::p256, 30)));
  out.push_back(event_log());
  out.push_back(nitro());
  out.push_back(token("CCA token, P-384", cca.good(), cca.anchor_key()));
  out.push_back(token("PSA token, P-256", psa.good(), psa.anchor_key()));
  out.push_back(nvidia());
  out.push_back(azure());
  return out;
}

}  // namespace anchorhold::bench
