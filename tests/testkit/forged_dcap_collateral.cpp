#include "testkit/forged_dcap_collateral.h"

#include "base/hex.h"
#include "testkit/forged_dcap.h"

namespace anchorhold::testkit {
namespace {

using dcap::Standing;
using dcap::TeeType;

Time midnight(const std::string& date) {
  return parse_time("date", date + "T00:00:00Z").value();
}

constexpr auto week = std::chrono::hours(24 * 7);

std::vector<dcap::TdxModuleIdentity> module_identities() {
  const std::vector<dcap::SvnLevel> levels = {
      {5, {TcbStatus::up_to_date, midnight("2026-02-11")}},
      {4, {TcbStatus::out_of_date, midnight("2025-05-14"), {"INTEL-SA-01192"}}},
      {2, {TcbStatus::revoked, midnight("2023-08-09"), {"INTEL-SA-01036"}}}};
  return {{.version = 3, .module = {}, .levels = {levels.front()}},
          {.version = 1, .module = {}, .levels = levels}};
}

json::Value components_json(const ByteArray<16>& components) {
  json::Array out;
  for (const uint8_t svn : components) {
    out.push_back(json::Value::object({{"svn", svn}, {"category", "BIOS"}, {"type", "microcode"}}));
  }
  return out;
}

json::Value standing_json(const Standing& standing, json::Value tcb) {
  json::Value out = json::Value::object({{"tcb", std::move(tcb)},
                                         {"tcbDate", format_time(standing.date)},
                                         {"tcbStatus", tcb_status_name(standing.status)}});
  if (standing.advisories.empty()) return out;
  out.set("advisoryIDs", json::Array(standing.advisories.begin(), standing.advisories.end()));
  return out;
}

json::Value level_json(const dcap::TcbInfo& info, const dcap::TcbLevel& level) {
  json::Value tcb = json::Value::object({{"pcesvn", level.pce_svn}});
  if (info.version == 2) {
    for (size_t i = 0; i < level.sgx.size(); ++i) {
      const std::string number = (i < 9 ? "0" : "") + std::to_string(i + 1);
      tcb.set("sgxtcbcomp" + number + "svn", level.sgx[i]);
    }
  } else {
    tcb.set("sgxtcbcomponents", components_json(level.sgx));
  }
  if (info.tee == TeeType::tdx) tcb.set("tdxtcbcomponents", components_json(level.tdx));
  return standing_json(level.standing, std::move(tcb));
}

json::Value levels_json(const std::vector<dcap::SvnLevel>& levels) {
  json::Array out;
  for (const dcap::SvnLevel& level : levels) {
    out.push_back(standing_json(level.standing, json::Value::object({{"isvsvn", level.isv_svn}})));
  }
  return out;
}

json::Value module_json(const dcap::TdxModule& module) {
  return json::Value::object({{"mrsigner", to_hex(module.mrsigner)},
                              {"attributes", to_hex(module.attributes)},
                              {"attributesMask", to_hex(module.attributes_mask)}});
}

json::Value module_identities_json(const std::vector<dcap::TdxModuleIdentity>& identities) {
  json::Array out;
  for (const dcap::TdxModuleIdentity& identity : identities) {
    json::Value next = module_json(identity.module);
    next.set("id", "TDX_" + to_hex(ByteView(&identity.version, 1)));
    next.set("tcbLevels", levels_json(identity.levels));
    out.push_back(std::move(next));
  }
  return out;
}

std::string misc_hex(uint32_t value) {
  std::string out;
  for (unsigned i = 0; i < 4; ++i) {
    const auto byte = static_cast<uint8_t>(value >> (8 * i) & 0xff);
    out += to_hex(ByteView(&byte, 1));
  }
  return out;
}

}  // namespace

dcap::TcbInfo current_tcb_info(TeeType tee) {
  dcap::TcbInfo out{.tee = tee,
                    .issue_date = DcapForge::at() - week,
                    .next_update = DcapForge::at() + 3 * week,
                    .fmspc = DcapForge::pck_extension().fmspc,
                    .evaluation = 18,
                    .levels = {}};
  const bool td = tee == TeeType::tdx;
  const ByteArray<16> current_tdx = {5, 0, 6};
  const ByteArray<16> old_tdx = {2, 0, 2};
  const ByteArray<16> none{};
  out.levels = {
      {DcapForge::pck_extension().components,
       13,
       td ? current_tdx : none,
       {TcbStatus::up_to_date, midnight("2025-08-13")}},
      {{7, 7, 3, 3, 4, 1, 0, 5},
       13,
       td ? current_tdx : none,
       {TcbStatus::out_of_date, midnight("2024-11-13"), {"INTEL-SA-01010", "INTEL-SA-00960"}}},
      {{5, 5, 2, 2, 3, 1, 0, 3},
       5,
       td ? old_tdx : none,
       {TcbStatus::revoked, midnight("2018-01-04"), {"INTEL-SA-00106"}}}};
  if (!td) return out;
  out.tdx_module.emplace();
  out.tdx_module_identities = module_identities();
  return out;
}

dcap::EnclaveIdentity current_identity(TeeType tee) {
  const dcap::EnclaveReport report = DcapForge::quoting_enclave(tee);
  return {.tee = tee,
          .issue_date = DcapForge::at() - week,
          .next_update = DcapForge::at() + 3 * week,
          .evaluation = 18,
          .misc_select = 0,
          .misc_select_mask = 0xffffffff,
          .attributes = {0x11},
          .attributes_mask = {0xfb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
          .mrsigner = report.mrsigner,
          .isv_prod_id = report.isv_prod_id,
          .levels = {{report.isv_svn, {TcbStatus::up_to_date, midnight("2025-11-12")}},
                     {5, {TcbStatus::out_of_date, midnight("2020-11-11"), {"INTEL-SA-00477"}}},
                     {2, {TcbStatus::revoked, midnight("2019-05-15"), {"INTEL-SA-00219"}}}}};
}

dcap::TcbInput current_platform(TeeType tee) {
  const dcap::PckExtension pck = DcapForge::pck_extension();
  dcap::TcbInput out{.tee = tee,
                     .fmspc = pck.fmspc,
                     .pce_id = pck.pce_id,
                     .sgx_components = pck.components,
                     .pce_svn = pck.pce_svn,
                     .qe_report = DcapForge::quoting_enclave(tee)};
  if (tee == TeeType::tdx) out.td = DcapForge::td(dcap::TdVersion::v1_5).tcb;
  return out;
}

json::Value tcb_info_json(const dcap::TcbInfo& info) {
  json::Array levels;
  for (const dcap::TcbLevel& level : info.levels) levels.push_back(level_json(info, level));
  json::Value out = json::Value::object({{"version", info.version},
                                         {"issueDate", format_time(info.issue_date)},
                                         {"nextUpdate", format_time(info.next_update)},
                                         {"fmspc", to_hex(info.fmspc)},
                                         {"pceId", to_hex(info.pce_id)},
                                         {"tcbType", 0},
                                         {"tcbEvaluationDataNumber", info.evaluation},
                                         {"tcbLevels", std::move(levels)}});
  if (info.version > 2) out.set("id", info.tee == TeeType::tdx ? "TDX" : "SGX");
  if (info.tdx_module) out.set("tdxModule", module_json(*info.tdx_module));
  if (!info.tdx_module_identities.empty()) {
    out.set("tdxModuleIdentities", module_identities_json(info.tdx_module_identities));
  }
  return out;
}

json::Value identity_json(const dcap::EnclaveIdentity& identity) {
  return json::Value::object({{"id", dcap::identity_name(identity.tee)},
                              {"version", 2},
                              {"issueDate", format_time(identity.issue_date)},
                              {"nextUpdate", format_time(identity.next_update)},
                              {"tcbEvaluationDataNumber", identity.evaluation},
                              {"miscselect", misc_hex(identity.misc_select)},
                              {"miscselectMask", misc_hex(identity.misc_select_mask)},
                              {"attributes", to_hex(identity.attributes)},
                              {"attributesMask", to_hex(identity.attributes_mask)},
                              {"mrsigner", to_hex(identity.mrsigner)},
                              {"isvprodid", identity.isv_prod_id},
                              {"tcbLevels", levels_json(identity.levels)}});
}

std::string sign_collateral(std::string_view name, std::string_view value,
                            const crypto::PrivateKey& key) {
  const Bytes signature = key.sign(bytes_of(value)).value();
  return "{\"" + std::string(name) + "\":" + std::string(value) + ",\"signature\":\"" +
         to_hex(signature) + "\"}";
}

std::string sign_collateral(const dcap::TcbInfo& info, const crypto::PrivateKey& key) {
  return sign_collateral(kTcbInfo, json::canonical(tcb_info_json(info)), key);
}

std::string sign_collateral(const dcap::EnclaveIdentity& identity, const crypto::PrivateKey& key) {
  return sign_collateral(kEnclaveIdentity, json::canonical(identity_json(identity)), key);
}

}  // namespace anchorhold::testkit
