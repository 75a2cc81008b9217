#include "claims/arm_platform.h"

#include <algorithm>
#include <array>

namespace anchorhold::arm {
namespace {

using cbor::Label;
using cbor::Labels;

constexpr Label type_label = {1, "measurement-type"};
constexpr Label measurement_label = {2, "measurement-value"};
constexpr Label version_label = {4, "version"};
constexpr Label signer_label = {5, "signer-id"};
constexpr Label algorithm_label = {6, "measurement-desc"};

constexpr size_t max_components = 64;
constexpr size_t max_text = 256;
constexpr size_t min_hash = 32;
constexpr size_t max_hash = 64;
constexpr size_t ueid_size = 33;
constexpr uint8_t ueid_rand = 1;
constexpr unsigned state_shift = 12;   // the state is the top four bits of 16
constexpr uint64_t own_bits = 0x00ff;  // the implementation's
constexpr std::array<std::string_view, 7> state_names = {
    "unknown",       "assembly-and-test",     "rot-provisioning", "secured",
    "non-rot-debug", "recoverable-rot-debug", "decommissioned"};

Result<Bytes> hash(Labels& fields, Label label) {
  AH_ASSIGN(const ByteView value, fields.bytes(label, min_hash, max_hash));
  if (!hash_sized(value.size())) {
    return Error{Code::malformed, fields.place(label), "wrong size"}
        .want("32, 48 or 64 bytes")
        .saw(std::to_string(value.size()));
  }
  return copy_of(value);
}

Result<std::optional<std::string>> text(Labels& fields, Label label) {
  AH_ASSIGN(const auto value, fields.optional_text(label, max_text));
  return value ? std::optional<std::string>(*value) : std::optional<std::string>();
}

Result<SoftwareComponent> software_component(std::string where, const cbor::Value& map) {
  Labels fields(std::move(where), map);
  SoftwareComponent out;
  AH_ASSIGN(out.measurement, hash(fields, measurement_label));
  AH_ASSIGN(out.signer, hash(fields, signer_label));
  AH_ASSIGN(out.type, text(fields, type_label));
  AH_ASSIGN(out.version, text(fields, version_label));
  AH_ASSIGN(out.hash_algorithm, text(fields, algorithm_label));
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<VendorValue> scalar(const cbor::Value& value) {
  if (const auto number = value.as_uint()) return VendorValue(*number);
  if (const auto words = value.as_text()) return VendorValue(std::string(*words));
  if (const auto bytes = value.as_bytes()) return VendorValue(copy_of(*bytes));
  return std::nullopt;
}

}  // namespace

Result<LifecycleState> lifecycle_state(std::string_view object, uint64_t value) {
  const uint64_t state = value >> state_shift;
  if (state >= state_names.size() || (value & ~own_bits) != state << state_shift) {
    return Error{Code::malformed, std::string(object), "no lifecycle state"}
        .want("0x0000 to 0x60ff, the second digit 0")
        .saw(std::to_string(value));
  }
  return static_cast<LifecycleState>(state);
}

std::string_view lifecycle_name(LifecycleState state) {
  return state_names[static_cast<size_t>(state)];
}

Result<std::vector<SoftwareComponent>> software_components(const std::string& where,
                                                           const cbor::Value& array) {
  const auto& items = array.items();
  if (array.kind() != cbor::Kind::array || items.empty() || items.size() > max_components) {
    return Error{Code::malformed, where, "not a list of software components"}.want(
        "1 to " + std::to_string(max_components));
  }
  std::vector<SoftwareComponent> out;
  for (size_t i = 0; i < items.size(); ++i) {
    AH_ASSIGN(SoftwareComponent component,
              software_component(where + "[" + std::to_string(i) + "]", items[i]));
    out.push_back(std::move(component));
  }
  return out;
}

Result<Bytes> instance_id(Labels& claims, Label label) {
  AH_ASSIGN(const ByteView value, claims.bytes(label, ueid_size, ueid_size));
  if (value.front() != ueid_rand) {
    return Error{Code::malformed, claims.place(label), "not a UEID of the type RAND"}
        .want("first byte 1")
        .saw(std::to_string(value.front()));
  }
  return copy_of(value);
}

void add_lifecycle(uint64_t value, Claims& claims) {
  claims.vendor["security_lifecycle"] = value;
  const auto state = lifecycle_state("security lifecycle", value);
  if (!state.ok()) return;
  claims.vendor["security_lifecycle_state"] = std::string(lifecycle_name(*state));
  claims.debug = *state != LifecycleState::secured;
}

void add_software(const std::vector<SoftwareComponent>& components, Claims& claims) {
  for (size_t i = 0; i < components.size(); ++i) {
    const SoftwareComponent& component = components[i];
    const std::string numbered = "software_component_" + std::to_string(i);
    const std::string name = component.type ? lower_case(*component.type) : numbered;
    const bool taken =
        claims.measurements.contains(name) || claims.signers.contains(name) || name.empty();
    claims.measurements.emplace(taken ? numbered : name, component.measurement);
    claims.signers.emplace(taken ? numbered : name, component.signer);
    claims.vendor.emplace(numbered + ".measurement_value", component.measurement);
    claims.vendor.emplace(numbered + ".signer_id", component.signer);
    if (component.type) claims.vendor.emplace(numbered + ".measurement_type", *component.type);
    if (component.version) claims.vendor.emplace(numbered + ".version", *component.version);
    if (component.hash_algorithm) {
      claims.vendor.emplace(numbered + ".measurement_desc", *component.hash_algorithm);
    }
  }
}

void add_unasked(const Labels& read, const cbor::Value& map, std::string_view prefix,
                 Claims& claims) {
  for (const cbor::Value* key : read.unasked()) {
    const auto label = key->as_int();
    const cbor::Value* value = label ? map.find(*label) : nullptr;
    const auto shown = value != nullptr ? scalar(*value) : std::nullopt;
    if (!shown) continue;
    claims.vendor.emplace(std::string(prefix) + "claim_" + std::to_string(*label), *shown);
  }
}

}  // namespace anchorhold::arm
