#include "evidence/dcap/claims.h"

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

template <size_t N>
Bytes bytes_from(const ByteArray<N>& field) {
  return copy_of(field);
}

uint64_t little_endian(ByteView bytes) {
  uint64_t out = 0;
  for (size_t i = bytes.size(); i > 0; --i) out = out << 8 | bytes[i - 1];
  return out;
}

struct NamedBit {
  const char* name;
  unsigned bit;
};

// Source: Intel SDM volume 3D, table 35-3, "Layout of ATTRIBUTES Structure".
constexpr std::array<NamedBit, 6> sgx_bits = {{{"sgx_debug", 1},
                                               {"sgx_mode64", 2},
                                               {"sgx_provision_key", 4},
                                               {"sgx_einittoken_key", 5},
                                               {"sgx_cet", 6},
                                               {"sgx_kss", 7}}};

// Source: Intel TDX Module ABI specification, "ATTRIBUTES".
constexpr std::array<NamedBit, 7> td_bits = {{{"td_debug", 0},
                                              {"td_lass", 27},
                                              {"td_sept_ve_disable", 28},
                                              {"td_migratable", 29},
                                              {"td_pks", 30},
                                              {"td_kl", 31},
                                              {"td_perfmon", 63}}};
constexpr unsigned td_migratable = 29;
constexpr uint64_t td_under_debug = 0xff;
constexpr uint64_t td_defined = td_under_debug | 0x80000000f8000000;
// XFAM bits that may be set, and those that must be (x87 and SSE).
constexpr uint64_t xfam_allowed = 0x6dbe7;
constexpr uint64_t xfam_required = 0x3;

template <size_t N>
void add_bits(uint64_t value, const std::array<NamedBit, N>& bits, Claims& claims) {
  for (const NamedBit& named : bits) claims.vendor[named.name] = value >> named.bit & 1;
}

void add_enclave(const EnclaveReport& report, Claims& claims) {
  claims.tee = TeeKind::sgx;
  claims.measurements["mrenclave"] = bytes_from(report.mrenclave);
  claims.signers["mrsigner"] = bytes_from(report.mrsigner);
  claims.security_version = report.isv_svn;
  claims.report_data = bytes_from(report.report_data);
  const uint64_t flags = little_endian(ByteView(report.attributes).first(8));
  claims.debug = (flags >> 1 & 1) != 0;
  add_bits(flags, sgx_bits, claims);
  claims.vendor["mrenclave"] = bytes_from(report.mrenclave);
  claims.vendor["mrsigner"] = bytes_from(report.mrsigner);
  claims.vendor["isv_prod_id"] = uint64_t{report.isv_prod_id};
  claims.vendor["isv_svn"] = uint64_t{report.isv_svn};
  claims.vendor["attributes"] = bytes_from(report.attributes);
  claims.vendor["misc_select"] = uint64_t{report.misc_select};
  claims.vendor["cpu_svn"] = bytes_from(report.cpu_svn);
  claims.vendor["config_id"] = bytes_from(report.config_id);
  claims.vendor["config_svn"] = uint64_t{report.config_svn};
  claims.vendor["isv_ext_prod_id"] = bytes_from(report.isv_ext_prod_id);
  claims.vendor["isv_family_id"] = bytes_from(report.isv_family_id);
  claims.vendor["report_data"] = bytes_from(report.report_data);
}

void add_td_attributes(const TdReport& report, Claims& claims) {
  const uint64_t attributes = little_endian(report.td_attributes);
  const uint64_t xfam = little_endian(report.xfam);
  claims.debug = (attributes & td_under_debug) != 0;
  add_bits(attributes, td_bits, claims);
  claims.vendor["td_under_debug"] = attributes & td_under_debug;
  claims.vendor["td_reserved_attributes"] = attributes & ~td_defined;
  claims.vendor["td_irregular_xfam"] = (xfam & ~xfam_allowed) | (~xfam & xfam_required);
  if ((attributes >> td_migratable & 1) != 0) claims.cautions.insert("migratable");
  if ((attributes & ~td_defined) != 0) claims.cautions.insert("unknown-td-attributes");
  if ((xfam & ~xfam_allowed) != 0 || (~xfam & xfam_required) != 0)
    claims.cautions.insert("unknown-xfam");
  claims.vendor["td_attributes"] = bytes_from(report.td_attributes);
  claims.vendor["xfam"] = bytes_from(report.xfam);
}

void add_td_module(const TdTcb& tcb, Claims& claims) {
  claims.measurements["mrseam"] = bytes_from(tcb.mrseam);
  claims.signers["mrsignerseam"] = bytes_from(tcb.mrsignerseam);
  claims.vendor["tee_tcb_svn"] = bytes_from(tcb.tee_tcb_svn);
  if (tcb.tee_tcb_svn2) claims.vendor["tee_tcb_svn2"] = bytes_from(*tcb.tee_tcb_svn2);
  claims.vendor["mrseam"] = bytes_from(tcb.mrseam);
  claims.vendor["mrsignerseam"] = bytes_from(tcb.mrsignerseam);
  claims.vendor["seam_attributes"] = bytes_from(tcb.seam_attributes);
}

void add_td(const TdReport& report, Claims& claims) {
  claims.tee = TeeKind::tdx;
  add_td_attributes(report, claims);
  add_td_module(report.tcb, claims);
  const auto measurement = [&](const std::string& name, const ByteArray<48>& value) {
    claims.measurements[name] = bytes_from(value);
    claims.vendor[name] = bytes_from(value);
  };
  measurement("mrtd", report.mrtd);
  measurement("mrconfigid", report.mrconfigid);
  for (size_t i = 0; i < report.rtmrs.size(); ++i)
    measurement("rtmr" + std::to_string(i), report.rtmrs[i]);
  if (report.mrservicetd) {
    measurement("mrservicetd", *report.mrservicetd);
    if (*report.mrservicetd != ByteArray<48>{}) claims.cautions.insert("service-td");
  }
  for (const auto& [name, value] :
       {std::pair("mrowner", &report.mrowner), std::pair("mrownerconfig", &report.mrownerconfig)}) {
    claims.signers[name] = bytes_from(*value);
    claims.vendor[name] = bytes_from(*value);
  }
  claims.report_data = bytes_from(report.report_data);
  claims.vendor["report_data"] = bytes_from(report.report_data);
}

void add_qe(const QeCertification& qe, Claims& claims) {
  claims.svn["qe_isv_svn"] = qe.report.isv_svn;
  claims.vendor["qe_mrenclave"] = bytes_from(qe.report.mrenclave);
  claims.vendor["qe_mrsigner"] = bytes_from(qe.report.mrsigner);
  claims.vendor["qe_isv_prod_id"] = uint64_t{qe.report.isv_prod_id};
  claims.vendor["qe_isv_svn"] = uint64_t{qe.report.isv_svn};
  claims.vendor["qe_auth_data"] = copy_of(qe.auth_data);
  claims.vendor["certification_data"] = std::string(certification_name(qe.inner.type));
}

void add_flag(const char* name, const std::optional<bool>& flag, Claims& claims) {
  if (flag) claims.vendor[name] = uint64_t{*flag};
}

void add_status(const char* name, const std::optional<TcbStatus>& status, Claims& claims) {
  if (status) claims.vendor[name] = std::string(tcb_status_name(*status));
}

}  // namespace

Claims quote_claims(const Quote& quote) {
  Claims out;
  const bool sgx = quote.header.tee == TeeType::sgx;
  out.format = std::string(sgx ? "Intel SGX" : "Intel TDX") + " quote, version " +
               std::to_string(quote.header.version);
  out.vendor["quote_version"] = uint64_t{quote.header.version};
  out.vendor["quote_padding"] = uint64_t{quote.padding};
  out.vendor["quote_user_data"] = bytes_from(quote.header.user_data);
  if (const auto* enclave = std::get_if<EnclaveReport>(&quote.body)) add_enclave(*enclave, out);
  if (const auto* td = std::get_if<TdReport>(&quote.body)) add_td(*td, out);
  add_qe(quote.qe, out);
  return out;
}

void add_platform(const PckExtension& pck, std::string_view issuer, Claims& claims) {
  claims.platform = to_hex(pck.ppid);
  claims.svn["pce_svn"] = pck.pce_svn;
  for (size_t i = 0; i < pck.components.size(); ++i)
    claims.svn["sgx_component_" + std::to_string(i + 1)] = pck.components[i];
  claims.vendor["ppid"] = bytes_from(pck.ppid);
  claims.vendor["fmspc"] = bytes_from(pck.fmspc);
  claims.vendor["pce_id"] = bytes_from(pck.pce_id);
  claims.vendor["pce_svn"] = uint64_t{pck.pce_svn};
  claims.vendor["sgx_components"] = bytes_from(pck.components);
  claims.vendor["pck_cpu_svn"] = bytes_from(pck.cpu_svn);
  claims.vendor["sgx_type"] = std::string(sgx_type_name(pck.sgx_type));
  claims.vendor["pck_ca"] = std::string(issuer);
  if (pck.platform_instance_id)
    claims.vendor["platform_instance_id"] = bytes_from(*pck.platform_instance_id);
  add_flag("dynamic_platform", pck.configuration.dynamic_platform, claims);
  add_flag("cached_keys", pck.configuration.cached_keys, claims);
  add_flag("smt_enabled", pck.configuration.smt_enabled, claims);
}

void add_tcb(const PlatformTcb& tcb, Claims& claims) {
  claims.tcb = tcb.tcb;
  add_status("sgx_level_status", tcb.sgx_level, claims);
  add_status("tdx_level_status", tcb.tdx_level, claims);
  add_status("tdx_module_status", tcb.tdx_module, claims);
  add_status("qe_status", tcb.qe, claims);
  claims.vendor["tcb_info_evaluation"] = uint64_t{tcb.tcb_info_evaluation};
  claims.vendor["qe_identity_evaluation"] = uint64_t{tcb.identity_evaluation};
}

}  // namespace anchorhold::dcap
