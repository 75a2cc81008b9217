#include "evidence/dcap/tcb_info.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/printable.h"
#include "codec/json.h"
#include "evidence/dcap/collateral_fields.h"
#include "evidence/dcap/collateral_json.h"

namespace anchorhold::dcap {
namespace {

constexpr size_t most_platform_levels = 256;
constexpr size_t most_module_identities = 32;

constexpr std::array platform_statuses = {TcbStatus::up_to_date,
                                          TcbStatus::sw_hardening_needed,
                                          TcbStatus::configuration_needed,
                                          TcbStatus::configuration_and_sw_hardening_needed,
                                          TcbStatus::out_of_date,
                                          TcbStatus::out_of_date_configuration_needed,
                                          TcbStatus::revoked};

// Version 2 names every component: "sgxtcbcomp01svn" to "sgxtcbcomp16svn".
Result<ByteArray<16>> named_components(json::Fields& tcb) {
  ByteArray<16> components{};
  for (size_t i = 0; i < components.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string key = "sgxtcbcomp" + std::string(2 - number.size(), '0') + number + "svn";
    AH_ASSIGN(components[i], unsigned_member<uint8_t>(tcb, key));
  }
  return components;
}

// Version 3 lists them, with a category and a type for people beside each.
Result<ByteArray<16>> listed_components(json::Fields& tcb, std::string_view key) {
  ByteArray<16> components{};
  AH_ASSIGN(const json::Array* items, array_member(tcb, key, components.size(), components.size()));
  for (size_t i = 0; i < components.size(); ++i) {
    json::Fields component(json::item_place(tcb.place(key), i), (*items)[i]);
    AH_ASSIGN(components[i], unsigned_member<uint8_t>(component, "svn"));
  }
  return components;
}

Result<TcbLevel> platform_level(const TcbInfo& info, const std::string& place,
                                const json::Value& value) {
  json::Fields fields(place, value);
  AH_ASSIGN(const json::Value* tcb, fields.object("tcb"));
  json::Fields tcb_fields(fields.place("tcb"), *tcb);
  TcbLevel level;
  if (info.version == 2) {
    AH_ASSIGN(level.sgx, named_components(tcb_fields));
  } else {
    AH_ASSIGN(level.sgx, listed_components(tcb_fields, "sgxtcbcomponents"));
  }
  if (info.tee == TeeType::tdx) {
    AH_ASSIGN(level.tdx, listed_components(tcb_fields, "tdxtcbcomponents"));
  }
  AH_ASSIGN(level.pce_svn, unsigned_member<uint16_t>(tcb_fields, "pcesvn"));
  AH_ASSIGN(level.standing, standing_members(fields, platform_statuses));
  return level;
}

// The order in which Intel's library looks for a match, the highest first.
auto rank(const TcbLevel& level) {
  return std::tie(level.sgx, level.pce_svn, level.tdx);
}

Status read_levels(json::Fields& fields, TcbInfo& info) {
  AH_ASSIGN(const json::Array* items, array_member(fields, "tcbLevels", 1, most_platform_levels));
  const std::string place = fields.place("tcbLevels");
  for (const json::Value& item : *items) {
    AH_ASSIGN(TcbLevel level,
              platform_level(info, json::item_place(place, info.levels.size()), item));
    info.levels.push_back(std::move(level));
  }
  std::ranges::sort(info.levels, [](const auto& a, const auto& b) { return rank(a) > rank(b); });
  const auto twice = std::ranges::adjacent_find(
      info.levels, [](const auto& a, const auto& b) { return rank(a) == rank(b); });
  if (twice == info.levels.end()) return {};
  return Error{Code::malformed, place, "two levels of the same security versions"}
      .want("each combination once")
      .saw("PCESVN " + std::to_string(twice->pce_svn) + " and components " + to_hex(twice->sgx));
}

Result<TdxModule> module_members(json::Fields& fields) {
  TdxModule module;
  AH_ASSIGN(module.mrsigner, hex_member<48>(fields, "mrsigner"));
  AH_ASSIGN(module.attributes, hex_member<8>(fields, "attributes"));
  AH_ASSIGN(module.attributes_mask, hex_member<8>(fields, "attributesMask"));
  return module;
}

Result<TdxModuleIdentity> module_identity(const std::string& place, const json::Value& value) {
  json::Fields fields(place, value);
  TdxModuleIdentity identity;
  AH_ASSIGN(const std::string id, fields.text("id"));
  if (!lower_case(id).starts_with("tdx_")) {
    return Error{Code::malformed, fields.place("id"), "no TDX module identity"}
        .want("TDX_ and two hexadecimal digits")
        .saw(printable(id));
  }
  AH_ASSIGN(const auto version, fixed_from_any_hex<1>(fields.place("id"), id.substr(4)));
  identity.version = version.front();
  AH_ASSIGN(identity.module, module_members(fields));
  AH_ASSIGN(identity.levels, svn_levels_member(fields));
  return identity;
}

Status read_module_identities(json::Fields& fields, TcbInfo& info) {
  if (!fields.has("tdxModuleIdentities")) return {};
  AH_ASSIGN(const json::Array* items,
            array_member(fields, "tdxModuleIdentities", 1, most_module_identities));
  const std::string place = fields.place("tdxModuleIdentities");
  auto& identities = info.tdx_module_identities;
  for (const json::Value& item : *items) {
    AH_ASSIGN(TdxModuleIdentity next,
              module_identity(json::item_place(place, identities.size()), item));
    const bool twice = std::ranges::any_of(
        identities, [&](const auto& identity) { return identity.version == next.version; });
    if (twice) {
      return Error{Code::malformed, json::item_place(place, identities.size()),
                   "a second identity of the same module version"}
          .want("each version once")
          .saw("version " + std::to_string(next.version));
    }
    identities.push_back(std::move(next));
  }
  return {};
}

Status read_tee(json::Fields& fields, TcbInfo& info) {
  AH_ASSIGN(info.version, fields.integer("version", 2, 3));
  AH_TRY(fields.integer("tcbType", 0, 0));
  if (info.version == 2) return {};
  AH_ASSIGN(const std::string id, fields.text("id"));
  if (id == "SGX") return {};
  if (id != "TDX") {
    return Error{Code::unsupported, fields.place("id"), "TCB info of another TEE"}
        .want("SGX or TDX")
        .saw(printable(id));
  }
  info.tee = TeeType::tdx;
  return {};
}

Status read_modules(json::Fields& fields, TcbInfo& info) {
  if (info.tee == TeeType::tdx) {
    AH_ASSIGN(const json::Value* module, fields.object("tdxModule"));
    json::Fields module_fields(fields.place("tdxModule"), *module);
    AH_ASSIGN(info.tdx_module, module_members(module_fields));
    return read_module_identities(fields, info);
  }
  if (!fields.has("tdxModule") && !fields.has("tdxModuleIdentities")) return {};
  return Error{Code::malformed, fields.where(), "TCB info for SGX that speaks of TDX modules"}
      .want("tdxModule in TCB infos with the id TDX only")
      .saw("id SGX");
}

}  // namespace

Result<TcbInfo> parse_tcb_info(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value value, json::parse(object, text, collateral_json_limits));
  json::Fields fields(std::string(object), value);
  TcbInfo info;
  AH_TRY(read_tee(fields, info));
  AH_ASSIGN(const Validity validity, validity_members(fields));
  info.issue_date = validity.issue_date;
  info.next_update = validity.next_update;
  AH_ASSIGN(info.fmspc, hex_member<6>(fields, "fmspc"));
  AH_ASSIGN(info.pce_id, hex_member<2>(fields, "pceId"));
  AH_ASSIGN(info.evaluation, unsigned_member<uint32_t>(fields, "tcbEvaluationDataNumber"));
  AH_TRY(read_levels(fields, info));
  AH_TRY(read_modules(fields, info));
  return info;
}

}  // namespace anchorhold::dcap
