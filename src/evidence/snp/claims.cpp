#include "evidence/snp/claims.h"

#include <algorithm>
#include <array>

#include "base/hex.h"

namespace anchorhold::snp {
namespace {

struct Bit {
  std::string_view name;
  unsigned position;
};

// AMD 56860, guest policy.
constexpr std::array<Bit, 9> policy_bits = {{{"policy_smt", 16},
                                             {"policy_migrate_ma", 18},
                                             {"policy_debug", 19},
                                             {"policy_single_socket", 20},
                                             {"policy_cxl_allow", 21},
                                             {"policy_mem_aes_256_xts", 22},
                                             {"policy_rapl_dis", 23},
                                             {"policy_ciphertext_hiding_dram", 24},
                                             {"policy_page_swap_disable", 25}}};

// AMD 56860, PLATFORM_INFO.
constexpr std::array<Bit, 8> platform_bits = {{{"platform_smt_en", 0},
                                               {"platform_tsme_en", 1},
                                               {"platform_ecc_en", 2},
                                               {"platform_rapl_dis", 3},
                                               {"platform_ciphertext_hiding_dram_en", 4},
                                               {"platform_alias_check_complete", 5},
                                               {"platform_iommu_write_safe", 6},
                                               {"platform_tio_en", 7}}};

constexpr unsigned migrate_ma_bit = 18;

uint64_t bit_of(uint64_t value, unsigned position) {
  return (value >> position) & 1U;
}

bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](uint8_t b) { return b == 0; });
}

void add_bits(const Report& report, Claims& claims) {
  for (const Bit& bit : policy_bits)
    claims.vendor.emplace(bit.name, bit_of(report.policy, bit.position));
  for (const Bit& bit : platform_bits)
    claims.vendor.emplace(bit.name, bit_of(report.platform_info, bit.position));
  claims.vendor.emplace("policy_abi_minor", report.policy & 0xffU);
  claims.vendor.emplace("policy_abi_major", (report.policy >> 8U) & 0xffU);
}

void add_numbers(const Report& report, Claims& claims) {
  claims.vendor.emplace("report_version", uint64_t{report.version});
  claims.vendor.emplace("guest_svn", uint64_t{report.guest_svn});
  claims.vendor.emplace("guest_policy", report.policy);
  claims.vendor.emplace("vmpl", uint64_t{report.vmpl});
  claims.vendor.emplace("platform_info", report.platform_info);
  claims.vendor.emplace("author_key_en", uint64_t{report.author_key_en ? 1U : 0U});
  claims.vendor.emplace("mask_chip_key", uint64_t{report.mask_chip_key ? 1U : 0U});
  if (report.cpuid) {
    claims.vendor.emplace("cpuid_fam_id", uint64_t{report.cpuid->family});
    claims.vendor.emplace("cpuid_mod_id", uint64_t{report.cpuid->model});
    claims.vendor.emplace("cpuid_step", uint64_t{report.cpuid->stepping});
  }
  if (report.launch_mit_vector)
    claims.vendor.emplace("launch_mit_vector", *report.launch_mit_vector);
  if (report.current_mit_vector)
    claims.vendor.emplace("current_mit_vector", *report.current_mit_vector);
}

void add_texts(const Report& report, Claims& claims) {
  claims.vendor.emplace("signing_key", std::string(signing_key_name(report.signing_key)));
  claims.vendor.emplace("current_version", report.current_version.to_text());
  claims.vendor.emplace("committed_version", report.committed_version.to_text());
}

void add_bytes(const Report& report, Claims& claims) {
  const auto add = [&](std::string_view name, ByteView value) {
    claims.vendor.emplace(name, copy_of(value));
  };
  add("family_id", report.family_id);
  add("image_id", report.image_id);
  add("report_data", report.report_data);
  add("measurement", report.measurement);
  add("host_data", report.host_data);
  add("id_key_digest", report.id_key_digest);
  add("author_key_digest", report.author_key_digest);
  add("report_id", report.report_id);
  add("report_id_ma", report.report_id_ma);
  add("chip_id", report.chip_id);
  add("current_tcb", report.current_tcb.big_endian());
  add("reported_tcb", report.reported_tcb.big_endian());
  add("committed_tcb", report.committed_tcb.big_endian());
  add("launch_tcb", report.launch_tcb.big_endian());
}

// What the default of a policy refuses. VMPL 0 is the most privileged level of the guest itself.
void add_cautions(const Report& report, Claims& claims) {
  if (report.vmpl != 0) claims.cautions.insert("vmpl-" + std::to_string(report.vmpl));
  if (bit_of(report.policy, migrate_ma_bit) != 0) claims.cautions.insert("migration-agent");
}

void add_levels(Product product, std::string_view prefix, const TcbVersion& tcb, Claims& claims) {
  const auto& layout = tcb_layout(product);
  for (size_t i = 0; i < layout.size(); ++i) {
    const std::string_view name = tcb_component_name(layout[i]);
    claims.svn[std::string(prefix) + std::string(name)] = tcb.bytes[i];
  }
}

}  // namespace

Claims said_by(const Report& report) {
  Claims claims;
  claims.tee = TeeKind::snp;
  claims.format = "AMD SEV-SNP attestation report, version " + std::to_string(report.version);
  claims.measurements = {{"measurement", copy_of(report.measurement)},
                         {"host_data", copy_of(report.host_data)},
                         {"family_id", copy_of(report.family_id)},
                         {"image_id", copy_of(report.image_id)}};
  if (!is_zero(report.id_key_digest))
    claims.signers.emplace("id_key_digest", copy_of(report.id_key_digest));
  if (report.author_key_en)
    claims.signers.emplace("author_key_digest", copy_of(report.author_key_digest));
  claims.security_version = report.guest_svn;
  claims.debug = bit_of(report.policy, policy_debug_bit) != 0;
  claims.report_data = copy_of(report.report_data);
  if (!is_zero(report.chip_id)) claims.platform = to_hex(report.chip_id);
  add_bits(report, claims);
  add_numbers(report, claims);
  add_texts(report, claims);
  add_bytes(report, claims);
  add_cautions(report, claims);
  return claims;
}

void add_certified(const KeyCertificate& key, Product product, const Report& report,
                   Claims& claims) {
  claims.product = without_stepping(key.product_name);
  claims.vendor["product"] = claims.product;
  claims.vendor["product_name"] = key.product_name;
  if (key.hardware_id) {
    claims.vendor["hwid"] = *key.hardware_id;
    if (claims.platform.empty()) claims.platform = to_hex(*key.hardware_id);
  }
  if (key.csp_id) claims.vendor["csp_id"] = *key.csp_id;
  add_levels(product, "", report.reported_tcb, claims);
  add_levels(product, "current_", report.current_tcb, claims);
  add_levels(product, "committed_", report.committed_tcb, claims);
  add_levels(product, "launch_", report.launch_tcb, claims);
}

}  // namespace anchorhold::snp
