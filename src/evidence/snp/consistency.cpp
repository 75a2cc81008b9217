#include "evidence/snp/consistency.h"

#include <algorithm>

#include "base/hex.h"
#include "evidence/snp/checks.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view asvk_prefix = "SEV-VLEK-";
constexpr uint64_t must_be_one = uint64_t{1} << 17U;
// Bits 0 to 24 are defined for every version; PAGE_SWAP_DISABLE, bit 25, came after version 3.
constexpr uint64_t policy_mask = 0x1ffffff;
constexpr uint64_t policy_mask_5 = 0x3ffffff;
constexpr uint32_t most_vmpl = 3;
constexpr uint32_t host_vmpl = 0xffffffff;

void judge_policy(const Report& report, CheckRun& run) {
  const uint64_t allowed = report.version >= 5 ? policy_mask_5 : policy_mask;
  const std::string observed = "policy " + std::to_string(report.policy);
  if ((report.policy & must_be_one) == 0)
    run.fail(policy_check, std::string(report_object), observed + ": bit 17 is clear");
  else if ((report.policy & ~allowed) != 0)
    run.fail(policy_check, std::string(report_object), observed + ": reserved bits are set");
  else
    run.pass(policy_check, std::string(report_object), observed);
}

void judge_vmpl(const Report& report, CheckRun& run) {
  if (report.vmpl <= most_vmpl)
    run.pass(vmpl_check, std::string(report_object), "VMPL " + std::to_string(report.vmpl));
  else if (report.vmpl == host_vmpl)
    run.fail(vmpl_check, std::string(report_object), "the host asked for this report");
  else
    run.fail(vmpl_check, std::string(report_object),
             "VMPL " + std::to_string(report.vmpl) + ", which does not exist");
}

std::string contradiction(const Report& report) {
  if (!not_above(report.committed_tcb, report.current_tcb))
    return "COMMITTED_TCB above CURRENT_TCB";
  if (!not_above(report.reported_tcb, report.committed_tcb))
    return "REPORTED_TCB above COMMITTED_TCB";
  if (!not_above(report.launch_tcb, report.current_tcb)) return "LAUNCH_TCB above CURRENT_TCB";
  if (report.committed_version > report.current_version)
    return "the committed firmware " + report.committed_version.to_text() + " above the current " +
           report.current_version.to_text();
  return {};
}

}  // namespace

bool judge_key(const Report& report, const Chain& chain, const Result<KeyCertificate>& key,
               CheckRun& run) {
  const std::string& name = chain.leaf->subject_common_name;
  if (!key.ok()) return run.fail(key_check, name, key.error().to_string());
  if (key->type != report.signing_key) {
    return run.fail(key_check, name,
                    "the report says that a " + std::string(signing_key_name(report.signing_key)) +
                        " signed it");
  }
  const std::string& issuer = chain.intermediate->subject_common_name;
  if (issuer.starts_with(asvk_prefix) != (key->type == SigningKey::vlek))
    return run.fail(key_check, name, "issued by '" + issuer + "', which issues the other kind");
  return run.pass(key_check, name, "issued by '" + issuer + "'");
}

std::optional<Product> judge_product(const Report& report, const Chain& chain,
                                     const KeyCertificate& key, CheckRun& run) {
  const auto certified = product_from_name(key.product_name);
  const auto fail = [&](const std::string& observed) {
    run.fail(product_check, key.product_name, observed);
    return std::nullopt;
  };
  if (!certified) return fail("a product that is not known here");
  if (chain.amd && *chain.amd != *certified)
    return fail("below the root of " + std::string(product_name(*chain.amd)));
  if (report.cpuid && product_from_cpuid(*report.cpuid) != certified) {
    return fail("the report is of a processor of family " + std::to_string(report.cpuid->family) +
                ", model " + std::to_string(report.cpuid->model));
  }
  run.pass(product_check, key.product_name,
           report.cpuid ? "root, certificate and CPUID agree" : "root and certificate agree");
  return certified;
}

void judge_chip(const Report& report, const KeyCertificate& key, CheckRun& run) {
  const bool masked = std::ranges::all_of(report.chip_id, [](uint8_t b) { return b == 0; });
  const std::string observed = masked ? "CHIP_ID is masked" : to_hex(report.chip_id);
  if (!key.hardware_id)
    run.not_applicable(chip_check, "a VLEK is not of one chip");
  else if (masked || is_chip(*key.hardware_id, report.chip_id))
    run.pass(chip_check, "chip", observed);
  else
    run.fail(chip_check, "chip", observed + ", certified is " + to_hex(*key.hardware_id));
}

void judge_consistency(const Report& report, CheckRun& run) {
  judge_policy(report, run);
  judge_vmpl(report, run);
  const std::string wrong = contradiction(report);
  if (wrong.empty())
    run.pass(firmware_check, std::string(report_object), report.current_version.to_text());
  else
    run.fail(firmware_check, std::string(report_object), wrong);
}

}  // namespace anchorhold::snp
