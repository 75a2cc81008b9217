#include "contract/deployment.h"

#include <algorithm>

#include "contract/names.h"

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxValueBytes = 1024;

Status check_setting(const Contract& contract, const std::string& name, std::string_view value) {
  const std::string object = "deployment." + printable(name);
  if (!contract.deployment_allow.contains(name)) {
    return Error{Code::denied, object, "the contract does not let the deployer set this"}.advise(
        "the names in [deployment] allow are all that may be set");
  }
  const bool plain =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!plain || value.size() > kMaxValueBytes) {
    return Error{Code::malformed, object, "not a usable value"}.want(
        "at most 1024 bytes of printable ASCII");
  }
  return {};
}

}  // namespace

Result<std::string> deployment_text(const Contract& contract, const Settings& settings) {
  auto value = json::Value::object();
  for (const auto& [name, setting] : settings) {
    AH_TRY(check_setting(contract, name, setting));
    value.set(name, setting);
  }
  return json::canonical(value);
}

Result<Settings> parse_deployment(const Contract& contract, std::string_view text) {
  AH_ASSIGN(const json::Value value, json::parse("deployment", text));
  if (!value.is_object()) return Error{Code::malformed, "deployment", "not a JSON object"};
  Settings settings;
  for (const auto& [name, setting] : value.as_object()) {
    if (!setting.is_string())
      return Error{Code::malformed, "deployment." + printable(name), "not a text"};
    settings.emplace(name, setting.as_string());
  }
  AH_ASSIGN(const std::string canonical, deployment_text(contract, settings));
  if (canonical != text) return Error{Code::malformed, "deployment", "not in canonical form"};
  return settings;
}

}  // namespace anchorhold::contract
