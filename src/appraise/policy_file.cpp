#include "appraise/policy_file.h"

#include "base/hex.h"
#include "codec/json_fields.h"
#include "codec/toml.h"

namespace anchorhold::appraise {
namespace {

constexpr std::string_view root = "policy";
constexpr size_t max_bytes = size_t{1} << 20;
constexpr int64_t max_age_seconds = int64_t{366} * 24 * 3600;
constexpr int max_depth = 3;  // of parts within parts

Error wrong(std::string place, std::string message) {
  return Error{Code::malformed, std::move(place), std::move(message)};
}

// A list of texts with at least one.
Result<std::vector<std::string>> some_texts(json::Fields& fields, const char* key) {
  AH_ASSIGN(auto texts, fields.texts(key));
  if (texts.empty()) return wrong(fields.place(key), "an empty list says nothing: leave it out");
  return texts;
}

// One value or a list of them, never an empty list: that would accept nothing by accident.
Result<json::Array> one_or_more(const std::string& place, const json::Value& value) {
  if (!value.is_array()) return json::Array{value};
  if (value.as_array().empty()) return wrong(place, "an empty list accepts nothing");
  return value.as_array();
}

Result<Bytes> hex_value(const std::string& place, const json::Value& value) {
  if (!value.is_string())
    return wrong(place, "not a text")
        .want("lower-case hexadecimal")
        .saw(std::string(value.type_name()));
  return from_hex(place, value.as_string());
}

Result<AllowList> allow_list(const std::string& place, const json::Value& value) {
  AH_ASSIGN(const json::Array values, one_or_more(place, value));
  AllowList out;
  for (const json::Value& one : values) {
    AH_ASSIGN(Bytes bytes, hex_value(place, one));
    if (bytes.empty()) return wrong(place, "an empty value is no reference value");
    out.push_back(std::move(bytes));
  }
  return out;
}

using AllowLists = std::map<std::string, AllowList, std::less<>>;

Result<AllowLists> allow_lists(json::Fields& fields, const char* key) {
  AllowLists out;
  AH_ASSIGN(const json::Value* table, fields.optional_object(key));
  if (table == nullptr) return out;
  for (const auto& [name, value] : table->as_object()) {
    AH_ASSIGN(out[name], allow_list(fields.place(key) + "." + name, value));
  }
  return out;
}

Result<VendorValue> vendor_value(const std::string& place, const json::Value& value) {
  if (value.is_integer() && value.as_integer() >= 0)
    return VendorValue(static_cast<uint64_t>(value.as_integer()));
  if (!value.is_string())
    return wrong(place, "no vendor value")
        .want("a number, a text, or \"hex:\" and hexadecimal digits");
  constexpr std::string_view prefix = "hex:";
  if (!value.as_string().starts_with(prefix)) return VendorValue(value.as_string());
  AH_ASSIGN(Bytes bytes, from_hex(place, value.as_string().substr(prefix.size())));
  return VendorValue(std::move(bytes));
}

Status read_vendor(json::Fields& fields, Accepted& accepted) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("claims"));
  if (table == nullptr) return {};
  for (const auto& [name, value] : table->as_object()) {
    const std::string place = fields.place("claims") + "." + name;
    AH_ASSIGN(const json::Array values, one_or_more(place, value));
    for (const json::Value& one : values) {
      AH_ASSIGN(VendorValue read, vendor_value(place, one));
      accepted.vendor[name].push_back(std::move(read));
    }
  }
  return {};
}

Status read_svn(json::Fields& fields, Accepted& accepted) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("minimum_svn"));
  if (table == nullptr) return {};
  for (const auto& [name, value] : table->as_object()) {
    if (!value.is_integer() || value.as_integer() < 0)
      return wrong(fields.place("minimum_svn") + "." + name, "not a security version")
          .want("a number");
    accepted.minimum_svn[name] = static_cast<uint64_t>(value.as_integer());
  }
  return {};
}

Status read_tcb(json::Fields& fields, Accepted& accepted) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("tcb"));
  if (table == nullptr) return {};
  json::Fields tcb(fields.place("tcb"), *table);
  AH_ASSIGN(const auto minimum, tcb.optional_text("minimum"));
  if (minimum) {
    AH_ASSIGN(accepted.tcb.minimum, tcb_status_from_name(tcb.place("minimum"), *minimum));
  }
  if (tcb.has("accepted_advisories")) {
    AH_ASSIGN(const auto advisories, tcb.texts("accepted_advisories"));
    accepted.tcb.accepted_advisories.insert(advisories.begin(), advisories.end());
  }
  if (tcb.has("not_before")) {
    AH_ASSIGN(accepted.tcb.not_before, tcb.time("not_before"));
  }
  AH_ASSIGN(accepted.tcb.minimum_evaluation,
            tcb.optional_integer("minimum_evaluation", 0, json::kMaxInteger));
  return tcb.finish();
}

Status read_roots(json::Fields& fields, Accepted& accepted) {
  if (!fields.has("roots")) return {};
  AH_ASSIGN(const auto texts, some_texts(fields, "roots"));
  constexpr std::string_view prefix = "sha256:";
  for (const std::string& text : texts) {
    if (!text.starts_with(prefix))
      return wrong(fields.place("roots"), "no digest").want("sha256:<64 hexadecimal digits>");
    AH_ASSIGN(const Digest256 digest,
              fixed_from_hex<32>(fields.place("roots"), text.substr(prefix.size())));
    accepted.given_roots.push_back(digest);
  }
  return {};
}

Result<std::vector<Accepted>> read_accepted_list(json::Fields& fields, const char* key, int depth);

Status read_parts(json::Fields& fields, Accepted& accepted, int depth) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("parts"));
  if (table == nullptr) return {};
  json::Fields parts(fields.place("parts"), *table);
  for (const auto& [name, value] : table->as_object()) {
    AH_ASSIGN(accepted.parts[name], read_accepted_list(parts, name.c_str(), depth + 1));
  }
  return parts.finish();
}

Result<Accepted> read_accepted(json::Fields fields, int depth) {
  if (depth > max_depth) return wrong(fields.where(), "parts are nested too deep");
  Accepted accepted;
  AH_ASSIGN(const std::string tee, fields.text("tee"));
  AH_ASSIGN(accepted.tee, tee_from_name(fields.place("tee"), tee));
  AH_TRY(read_roots(fields, accepted));
  AH_ASSIGN(accepted.measurements, allow_lists(fields, "measurements"));
  if (accepted.measurements.empty())
    return wrong(fields.where(), "no measurements: this would accept any code")
        .advise("name at least one under measurements");
  AH_ASSIGN(accepted.signers, allow_lists(fields, "signers"));
  if (fields.has("products")) {
    AH_ASSIGN(accepted.products, some_texts(fields, "products"));
  }
  AH_ASSIGN(const auto version,
            fields.optional_integer("minimum_security_version", 0, json::kMaxInteger));
  if (version) accepted.minimum_security_version = static_cast<uint64_t>(*version);
  AH_TRY(read_svn(fields, accepted));
  AH_TRY(read_tcb(fields, accepted));
  if (fields.has("accepted_cautions")) {
    AH_ASSIGN(const auto cautions, fields.texts("accepted_cautions"));
    accepted.accepted_cautions.insert(cautions.begin(), cautions.end());
  }
  AH_ASSIGN(accepted.insecure_allow_sha1, fields.boolean_or("insecure_allow_sha1", false));
  AH_ASSIGN(accepted.insecure_allow_timeless, fields.boolean_or("insecure_allow_timeless", false));
  AH_ASSIGN(accepted.insecure_allow_debug, fields.boolean_or("insecure_allow_debug", false));
  AH_TRY(read_vendor(fields, accepted));
  AH_TRY(read_parts(fields, accepted, depth));
  AH_TRY(fields.finish());
  return accepted;
}

Result<std::vector<Accepted>> read_accepted_list(json::Fields& fields, const char* key, int depth) {
  AH_ASSIGN(const json::Value* list, fields.array(key));
  std::vector<Accepted> out;
  for (size_t i = 0; i < list->as_array().size(); ++i) {
    AH_ASSIGN(Accepted accepted, read_accepted(json::Fields(json::item_place(fields.place(key), i),
                                                            list->as_array()[i]),
                                               depth));
    out.push_back(std::move(accepted));
  }
  return out;
}

Status read_demands(json::Fields& fields, Demands& demands) {
  if (!fields.has("require")) return {};
  AH_ASSIGN(const auto names, some_texts(fields, "require"));
  for (const std::string& name : names) {
    if (name == "nonce") {
      demands.nonce = true;
    } else if (name == "user_data") {
      demands.user_data = true;
    } else if (name == "public_key") {
      demands.public_key = true;
    } else if (name == "report_data") {
      demands.report_data = true;
    } else {
      return wrong(fields.place("require"), "unknown binding")
          .want("nonce, user_data, public_key or report_data")
          .saw(name);
    }
  }
  return {};
}

Result<Policy> read_policy(const json::Value& tree) {
  json::Fields fields{std::string(root), tree};
  Policy policy;
  AH_ASSIGN(const int64_t seconds, fields.integer("max_age_seconds", 1, max_age_seconds));
  policy.max_age = std::chrono::seconds(seconds);
  AH_TRY(read_demands(fields, policy.require));
  AH_ASSIGN(policy.accept, read_accepted_list(fields, "accept", 0));
  AH_TRY(fields.finish());
  return policy;
}

}  // namespace

Result<Policy> parse_policy(std::string_view object, std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    AH_ASSIGN(const json::Value tree, json::parse(object, text, {.bytes = max_bytes}));
    return read_policy(tree);
  }
  AH_ASSIGN(const toml::Document document, toml::parse(object, text, root));
  auto policy = read_policy(document.tree);
  if (!policy.ok()) return document.locate(policy.take_error());
  return policy;
}

}  // namespace anchorhold::appraise
