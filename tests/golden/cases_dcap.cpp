#include "cases.h"
#include "testkit/forged_dcap_collateral.h"
#include "testkit/forged_dcap_world.h"
#include "testkit/forged_eventlog.h"

namespace anchorhold::golden {
namespace {

using dcap::TeeType;
using testkit::DcapForge;
using testkit::DcapWorld;
using testkit::QuoteParts;

Case demanded(std::string name, const DcapWorld& world, Bytes quote) {
  Case out{std::move(name), std::move(quote), {}};
  for (const auto* list : {&world.documents, &world.certificates, &world.crls})
    for (const Bytes& bytes : *list)
      out.demands.collateral.push_back(
          file("collateral-" + std::to_string(out.demands.collateral.size()), bytes));
  out.demands.anchors = {file("root.der", world.forge.root())};
  out.demands.at_ms = milliseconds(DcapForge::at());
  return out;
}

Bytes sgx_quote(const DcapForge& forge, const dcap::EnclaveReport& report) {
  QuoteParts parts = forge.sgx(3);
  parts.body = testkit::encode_enclave_report(report);
  return forge.sign(parts);
}

Bytes tdx_quote(const DcapForge& forge, const dcap::TdReport& report) {
  QuoteParts parts = forge.tdx_1_5();
  parts.body = testkit::encode_td_report(report);
  return forge.sign(parts);
}

// newer_firmware: Intel has found the platform's level wanting since.
void newer_firmware(const DcapForge& forge, EvidenceDemands& demands) {
  for (const auto tee : {TeeType::sgx, TeeType::tdx}) {
    dcap::TcbInfo info = testkit::current_tcb_info(tee);
    info.levels.front().pce_svn = 14;
    demands.collateral.at(tee == TeeType::sgx ? 0 : 2).bytes =
        copy_of(bytes_of(testkit::sign_collateral(info, forge.tcb_signing_key())));
  }
}

void revoke_pck(const DcapForge& forge, EvidenceDemands& demands) {
  testkit::RevocationSpec list = forge.ca_crl();
  list.serials = {forge.pck_fields().serial};
  demands.collateral.back().bytes = testkit::forge_revocation_list(list, forge.ca_key());
}

std::vector<Case> sgx_cases(const DcapWorld& world) {
  const DcapForge& forge = world.forge;
  const Case good =
      expecting(demanded("dcap.sgx-accepted", world, sgx_quote(forge, DcapForge::enclave())));
  dcap::EnclaveReport debug = DcapForge::enclave();
  debug.attributes[0] |= 2;
  dcap::EnclaveReport other = DcapForge::enclave();
  other.mrenclave[0] ^= 1;
  return {
      good,
      good.with("dcap.sgx-debug", sgx_quote(forge, debug)),
      good.with("dcap.sgx-measurement", sgx_quote(forge, other)),
      truncated_as("dcap", good),
      good.changed("dcap.sgx-out-of-date", [&](auto& d) { newer_firmware(forge, d); }),
      good.changed("dcap.sgx-revoked", [&](auto& d) { revoke_pck(forge, d); }),
  };
}

std::vector<Case> tdx_cases(const DcapWorld& world) {
  const DcapForge& forge = world.forge;
  const dcap::TdReport report = DcapForge::td(dcap::TdVersion::v1_5);
  const Case good = expecting(demanded("dcap.tdx-accepted", world, tdx_quote(forge, report)));
  dcap::TdReport debug = report;
  debug.td_attributes[0] |= 1;
  dcap::TdReport other = report;
  other.mrtd[0] ^= 1;
  QuoteParts junk = forge.tdx_1_5();
  junk.padding = {0, 0, 1};
  QuoteParts foreign = forge.tdx_1_5();
  foreign.bind_key = false;
  return {
      good,
      good.with("dcap.tdx-debug", tdx_quote(forge, debug)),
      good.with("dcap.tdx-measurement", tdx_quote(forge, other)),
      good.with("dcap.tdx-trailing-bytes", forge.sign(junk)),
      good.with("dcap.tdx-key-not-bound", forge.sign(foreign)),
      good.changed("dcap.tdx-out-of-date", [&](auto& d) { newer_firmware(forge, d); }),
      good.changed("dcap.tdx-revoked", [&](auto& d) { revoke_pck(forge, d); }),
      good.changed("dcap.tdx-report-data", other_report_data),
      good.changed("dcap.tdx-no-collateral", [](auto& d) { d.collateral.clear(); }),
  };
}

// A TD whose registers are those to which its event log leads.
std::vector<Case> td_boot_cases(const DcapWorld& world) {
  testkit::LogForge boot = testkit::forged_td_boot();
  dcap::TdReport report = DcapForge::td(dcap::TdVersion::v1_5);
  for (size_t i = 0; i < report.rtmrs.size(); ++i) {
    const Bytes value = boot.registers(true).at("rtmr" + std::to_string(i));
    std::ranges::copy(value, report.rtmrs[i].begin());
  }
  Case good = demanded("dcap.tdx-event-log", world, tdx_quote(world.forge, report));
  good.demands.collateral.push_back(file("ccel.bin", boot.agile(), "event_log"));
  good = expecting(good);
  boot.at(0).digests.begin()->second[0] ^= 1;
  return {good, good.changed("dcap.tdx-event-log-altered",
                             [&](auto& d) { d.collateral.back().bytes = boot.agile(); })};
}

}  // namespace

std::vector<Case> dcap_cases() {
  const DcapWorld world;
  std::vector<Case> all = sgx_cases(world);
  for (auto& more : {tdx_cases(world), td_boot_cases(world)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace anchorhold::golden
