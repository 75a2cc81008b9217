// Azure confidential VMs: a hardware report that vouches for a virtual TPM, and the TPM's quote.

#include <array>

#include "evidence/dcap/quote.h"
#include "evidence/hcl/binding.h"
#include "evidence/hcl/report.h"
#include "evidence/hcl/runtime_data.h"
#include "evidence/hcl/td_report.h"
#include "verifier/compose.h"
#include "verifier/dcap_quote.h"
#include "verifier/event_logs.h"
#include "verifier/format.h"
#include "verifier/role.h"
#include "verifier/snp_report.h"
#include "verifier/tpm_parts.h"

namespace anchorhold::verifier {
namespace {

constexpr std::string_view hcl_source = "Microsoft openhcl, openhcl_attestation_protocol";

const Check structure_check = {
    "azure.structure",
    Stage::structure,
    "an HCL report with SNP or TDX inside, and runtime data",
    hcl_source,
    "read NV index 0x01400001 of the virtual TPM again, and give its bytes unchanged",
    "The report ties hardware to the virtual TPM; bytes that can be read in two ways could tie it "
    "to another one."};
const Check binding_check = {
    "azure.binding",
    Stage::binding,
    "the hardware's report data is the digest of the runtime data",
    hcl_source,
    "take hardware report and runtime data from one machine, in one reading",
    "The runtime data names the key of the virtual TPM. Without the binding anyone's TPM could "
    "stand beside a genuine hardware report."};
const Check td_check = {
    "azure.td",
    Stage::binding,
    "a TD quote of the same TD as the report's TDREPORT",
    hcl_source,
    "have the TDREPORT of this very HCL report quoted, and give the TD quote to --collateral",
    "Only the quote proves the TDREPORT to somebody outside; one of another TD proves nothing."};
const Check quote_check = {
    "azure.quote",
    Stage::collateral,
    "a quote of the virtual TPM with its signature",
    hcl_source,
    "give the quote, its signature and the register values to --collateral",
    "The hardware report is as old as the machine's start: freshness and the measured boot lie in "
    "the quote alone."};

const Check level_check = {
    "azure.vmpl",
    Stage::binding,
    "a report of the paravisor, at VMPL 0",
    hcl_source,
    "refuse it: what runs at another level is not the paravisor, whatever it says",
    "Only the paravisor at VMPL 0 keeps the virtual TPM from the guest; a report that the guest "
    "made "
    "could bind a TPM of its own."};
const Check registers_check = {
    "azure.registers",
    Stage::measurement,
    "all 24 registers of the SHA-256 bank",
    hcl_source,
    "quote all of them, and give their values to --collateral",
    "A register that is left out could hold what the guest does not want to be seen."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 6> checks = {
      &structure_check, &binding_check, &td_check, &level_check, &quote_check, &registers_check};
  return checks;
}

// The body of a TD quote, as its version places it.
ByteView body_of(const dcap::Quote& quote) {
  constexpr size_t header = 48;
  constexpr size_t body_descriptor = 6;  // type and size, from version 5 on
  return quote.signed_bytes.subspan(quote.header.version >= 5 ? header + body_descriptor : header);
}

void judge_td(const hcl::Report& report, ByteView quote, CheckRun& run) {
  const auto parsed = dcap::parse_quote(quote);
  const Status same = parsed.ok()
                          ? hcl::check_same_td(report.hardware_report, body_of(parsed->claimed()))
                          : Status(Error(parsed.error()));
  run.judge(td_check, "TD quote", same, "the same TD");
}

void judge_level(const Verification& snp, CheckRun& run) {
  if (!snp.said) return;
  const auto level = snp.said->claimed().vendor.find("vmpl");
  if (level != snp.said->claimed().vendor.end() && level->second == VendorValue(uint64_t{0})) {
    run.pass(level_check, "SEV-SNP report", "VMPL 0");
  } else {
    run.fail(level_check, "SEV-SNP report", "another level");
  }
}

void judge_registers(const Verification& quote, CheckRun& run) {
  constexpr int registers = 24;
  std::string missing;
  for (int i = 0; i < registers; ++i) {
    const std::string name = "sha256_pcr" + std::to_string(i);
    if (!quote.said || quote.said->claimed().measurement(name) == nullptr) missing += " " + name;
  }
  if (missing.empty()) {
    run.pass(registers_check, "virtual TPM", "all are quoted");
  } else {
    run.fail(registers_check, "virtual TPM", "missing:" + missing);
  }
}

// The hardware's part: SNP's report itself, or the quote of the TDREPORT.
Verification verify_hardware(const hcl::Report& report, const Request& request, CheckRun& run) {
  if (report.hardware == hcl::HardwareKind::snp) {
    run.not_applicable(td_check, "the hardware is SEV-SNP");
    Verification snp = verify_snp_report(report.hardware_report, request);
    judge_level(snp, run);
    return snp;
  }
  run.not_applicable(level_check, "the hardware is TDX");
  const ByteView quote = request.material.first(role::dcap_quote);
  judge_td(report, quote, run);
  return verify_dcap_quote(quote, request);
}

Claims claims_of(const hcl::Report& report, const hcl::RuntimeData& data,
                 const Verification& hardware, const Verification& quote) {
  Claims claims;
  claims.tee = TeeKind::azure_vtpm;
  claims.format = "Azure virtual TPM on " + std::string(hcl::hardware_name(report.hardware));
  hcl::add_runtime_claims(data, claims);
  if (hardware.said) {
    const Claims& said = hardware.said->claimed();
    claims.hardware_rooted = said.hardware_rooted;
    claims.root = said.root;
    claims.product = said.product;
    claims.debug = said.debug;
    claims.tcb = said.tcb;
    claims.platform = said.platform;
    claims.cautions = said.cautions;
  }
  if (quote.said) {
    claims.nonce = quote.said->claimed().nonce;
    claims.measurements = quote.said->claimed().measurements;
    claims.cautions.insert(quote.said->claimed().cautions.begin(),
                           quote.said->claimed().cautions.end());
  }
  return claims;
}

Bytes report_data_of(const hcl::Report& report, const Verification& hardware) {
  if (report.hardware == hcl::HardwareKind::tdx) {
    auto data = hcl::report_data_of(report.hardware_report);
    return data.ok() ? *std::move(data) : Bytes();
  }
  return hardware.said ? hardware.said->claimed().report_data.value_or(Bytes()) : Bytes();
}

Verification verify_parts(const hcl::Report& report, const hcl::RuntimeData& data,
                          const Request& request, CheckRun run) {
  run.pass(structure_check, "HCL report", std::string(hcl::hardware_name(report.hardware)));
  Verification hardware = verify_hardware(report, request, run);
  const bool bound = run.judge(
      binding_check, "runtime data",
      hcl::check_binding(report_data_of(report, hardware), report.hash, report.runtime_data),
      "bound");
  const ByteView message = request.material.first(role::quote);
  if (message.empty()) {
    run.fail(quote_check, "virtual TPM", "no quote was given");
    Claims claims = claims_of(report, data, hardware, {});
    return with_part(conclude(std::move(run), std::move(claims)), "hardware", std::move(hardware));
  }
  run.pass(quote_check, "virtual TPM", "given");
  Verification quote = with_event_logs(
      verify_tpm_quote(message, request, data.attestation_key.spki()), request.material);
  judge_registers(quote, run);
  // Nobody knows a virtual TPM's key beforehand: what stands behind it is the hardware whose report
  // names it.
  if (bound && hardware.claims) quote = rooted_in(**hardware.claims, std::move(quote));
  Claims claims = claims_of(report, data, hardware, quote);
  Verification whole = conclude(std::move(run), std::move(claims));
  whole = with_part(std::move(whole), "hardware", std::move(hardware));
  return with_part(std::move(whole), "tpm", std::move(quote));
}

Verification verify_azure(const Request& request) {
  CheckRun run(check_table());
  const auto report = hcl::parse_report(request.evidence);
  if (!report.ok()) {
    run.fail(structure_check, "HCL report", report.error().to_string());
    return unreadable(std::move(run));
  }
  const auto data = hcl::parse_runtime_data(report->claimed().runtime_data);
  if (!data.ok()) {
    run.fail(structure_check, "runtime data", data.error().to_string());
    return unreadable(std::move(run));
  }
  return verify_parts(report->claimed(), *data, request, std::move(run));
}

}  // namespace

const Format azure_format = {"azure-vtpm", "Azure HCL report with a virtual TPM's quote",
                             hcl::looks_like_report, verify_azure, check_table};

}  // namespace anchorhold::verifier
