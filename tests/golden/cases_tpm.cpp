#include "base/hex.h"
#include "cases.h"
#include "testkit/forged_eventlog.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::golden {
namespace {

using crypto::HashKind;
using testkit::QuoteSpec;
using testkit::TpmForge;

EvidenceDemands demands_of(const TpmForge& forge, ByteView quote,
                           const testkit::ForgedValues& values) {
  EvidenceDemands out;
  out.collateral = {file("quote.sig", forge.sign(quote)),
                    file("pcrs.json", TpmForge::pcr_json(values)),
                    file("ak.pub", forge.ak_public()), file("ak.der", forge.issue(forge.ak_spec())),
                    file("intermediate.der", forge.issue_intermediate(forge.intermediate_spec()))};
  out.anchors = {file("root.der", forge.root())};
  out.at_ms = milliseconds(TpmForge::at());
  return out;
}

Case quoted(std::string name, const TpmForge& forge, const QuoteSpec& spec) {
  const Bytes quote = TpmForge::attest(spec);
  return {std::move(name), quote, demands_of(forge, quote, TpmForge::values(spec))};
}

std::vector<Case> quote_cases(const TpmForge& forge) {
  const Case good = expecting(quoted("tpm.accepted", forge, {}));
  const auto variant = [&](std::string name, const QuoteSpec& spec) {
    Case out = quoted(std::move(name), forge, spec);
    out.demands.policy = good.demands.policy;
    out.demands.nonce = good.demands.nonce;
    return out;
  };
  return {
      good,
      variant("tpm.nonce", {.nonce = {0x90, 0x0a}}),
      variant("tpm.registers", {.digest = Bytes(32, 7)}),
      variant("tpm.register-missing", {.banks = {{.bitmap = {0xfe, 0, 1}}}}),
      variant("tpm.unsafe-clock", {.safe = 0}),
      variant("tpm.not-generated", {.magic = {0, 0, 0, 0}})
          .changed("tpm.not-generated", [](auto& d) { d.format = "tpm"; }),
      truncated_as("tpm", good),
      good.changed("tpm.revoked",
                   [&](auto& d) {
                     d.collateral.push_back(
                         file("list.crl", forge.revocation_list({forge.ak_spec().serial})));
                   }),
      good.changed("tpm.no-crl", [](auto& d) { d.require_crl = true; }),
  };
}

// A quote of the registers to which a boot's log leads.
std::vector<Case> boot_cases(const TpmForge& forge) {
  testkit::LogForge boot = testkit::forged_pc_boot({HashKind::sha256});
  testkit::ForgedValues values;
  QuoteSpec spec{.banks = {{.bitmap = {0, 0, 0}}}};
  crypto::Hasher digest(HashKind::sha256);
  const auto registers = boot.registers(false);
  for (unsigned i = 0; i < 24; ++i) {
    const auto found = registers.find("sha256_pcr" + std::to_string(i));
    if (found == registers.end()) continue;
    values[{HashKind::sha256, i}] = found->second;
    spec.banks.front().bitmap.at(i / 8) |= static_cast<uint8_t>(1U << (i % 8));
    digest.update(found->second);
  }
  spec.digest = digest.finish();
  const Bytes quote = TpmForge::attest(spec);
  Case good{"tpm.event-log", quote, demands_of(forge, quote, values)};
  good.demands.collateral.push_back(file("log.bin", boot.agile(), "event_log"));
  good = expecting(good);

  // The log as the evidence, and the quote beside it.
  Case log{"event-log.authentic", boot.agile(), demands_of(forge, quote, values)};
  log.demands.collateral.push_back(file("quote.msg", quote));
  const Case alone = Case(log).changed("event-log.alone", [](auto& d) { d.collateral.clear(); });
  boot.find(4, testkit::kBootApplication).digests.begin()->second[0] ^= 1;
  return {good,
          good.changed("tpm.event-log-altered",
                       [&](auto& d) { d.collateral.back().bytes = boot.agile(); }),
          log,
          alone,
          log.with("event-log.altered", boot.agile()),
          truncated_as("event-log", log)};
}

std::vector<Case> certificate_cases(const TpmForge& forge) {
  const auto usage =
      testkit::extension(der::Oid::of({2, 5, 29, 37}), false,
                         der::sequence({der::oid(der::Oid::of({2, 23, 133, 8, 3}))}));
  testkit::CertificateSpec spec = forge.ak_spec();
  spec.more_extensions = {usage};
  Case good{"tpm-certificate.authentic", forge.issue(spec), {}};
  good.demands.collateral = {
      file("intermediate.der", forge.issue_intermediate(forge.intermediate_spec()))};
  good.demands.anchors = {file("root.der", forge.root())};
  good.demands.at_ms = milliseconds(TpmForge::at());
  return {
      good,
      good.changed("tpm-certificate.revoked",
                   [&](auto& d) {
                     d.collateral.push_back(file("list.crl", forge.revocation_list({spec.serial})));
                   }),
      good.changed("tpm-certificate.no-issuer", [](auto& d) { d.collateral.clear(); }),
      truncated_as("tpm-certificate", good)};
}

}  // namespace

std::vector<Case> tpm_cases() {
  const TpmForge forge;
  std::vector<Case> all = quote_cases(forge);
  for (auto& more : {boot_cases(forge), certificate_cases(forge)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace anchorhold::golden
