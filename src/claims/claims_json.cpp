#include "claims/claims_json.h"

#include "base/hex.h"

namespace anchorhold {
namespace {

template <class Map, class Convert>
void set_map(json::Value& out, const char* name, const Map& map, Convert convert) {
  if (map.empty()) return;
  json::Object object;
  for (const auto& [key, value] : map) object.emplace(key, convert(value));
  out.set(name, std::move(object));
}

void set_bytes(json::Value& out, const char* name, const std::optional<Bytes>& value) {
  if (value) out.set(name, to_hex(*value));
}

json::Value tcb_json(const Tcb& tcb) {
  json::Array advisories;
  for (const std::string& advisory : tcb.advisories) advisories.emplace_back(advisory);
  json::Value out = json::Value::object(
      {{"status", tcb_status_name(tcb.status)}, {"advisories", std::move(advisories)}});
  if (tcb.date) out.set("date", format_time(*tcb.date));
  if (tcb.evaluation) out.set("evaluation", *tcb.evaluation);
  return out;
}

json::Value number_json(uint64_t value) {
  return std::cmp_less_equal(value, json::kMaxInteger) ? json::Value(value)
                                                       : json::Value(std::to_string(value));
}

}  // namespace

json::Value to_json(const VendorValue& value) {
  if (const auto* number = std::get_if<uint64_t>(&value)) return number_json(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return json::Value(*text);
  return json::Value(to_hex(std::get<Bytes>(value)));
}

json::Value to_json(const Claims& claims) {
  const auto hex = [](const Bytes& bytes) { return json::Value(to_hex(bytes)); };
  json::Value out = json::Value::object({{"tee", tee_name(claims.tee)},
                                         {"hardware_rooted", claims.hardware_rooted},
                                         {"root", "sha256:" + to_hex(claims.root)}});
  if (!claims.format.empty()) out.set("format", claims.format);
  if (!claims.product.empty()) out.set("product", claims.product);
  if (!claims.platform.empty()) out.set("platform", claims.platform);
  if (claims.debug) out.set("debug", *claims.debug);
  if (claims.issued) out.set("issued", format_time(*claims.issued));
  if (claims.security_version) out.set("security_version", number_json(*claims.security_version));
  if (!claims.cautions.empty()) {
    json::Array cautions;
    for (const std::string& caution : claims.cautions) cautions.emplace_back(caution);
    out.set("cautions", std::move(cautions));
  }
  if (claims.tcb) out.set("tcb", tcb_json(*claims.tcb));
  set_map(out, "measurements", claims.measurements, hex);
  set_map(out, "signers", claims.signers, hex);
  set_map(out, "svn", claims.svn, number_json);
  set_bytes(out, "nonce", claims.nonce);
  set_bytes(out, "user_data", claims.user_data);
  set_bytes(out, "public_key", claims.public_key);
  set_bytes(out, "report_data", claims.report_data);
  set_map(out, "vendor", claims.vendor, [](const VendorValue& value) { return to_json(value); });
  set_map(out, "parts", claims.parts, [](const Claims& part) { return to_json(part); });
  return out;
}

}  // namespace anchorhold
