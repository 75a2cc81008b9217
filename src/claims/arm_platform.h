#pragma once
// What Arm's PSA and CCA tokens say alike about a platform: its security lifecycle and the software
// that was measured into it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/claims.h"
#include "codec/cbor_labels.h"

namespace anchorhold::arm {

// LifecycleState: RFC 9783 section 4.3.1; RMM specification (DEN0137) section A7.2.3.2.6. Each
// state is a range of 256 values, whose low byte is the implementation's own.
enum class LifecycleState : uint8_t {
  unknown,
  assembly_and_test,
  rot_provisioning,
  secured,
  non_rot_debug,          // debug of what lies outside the root of trust
  recoverable_rot_debug,  // debug of the root of trust itself
  decommissioned,
};

// lifecycle_state: a value outside the seven ranges is malformed.
Result<LifecycleState> lifecycle_state(std::string_view object, uint64_t value);
std::string_view lifecycle_name(LifecycleState state);  // "secured", "recoverable-rot-debug"

// SoftwareComponent: one measured piece of firmware (RFC 9783 section 4.4.1).
struct SoftwareComponent {
  std::optional<std::string> type;  // "BL2", "RMM"
  Bytes measurement;                // 32, 48 or 64 bytes
  std::optional<std::string> version;
  Bytes signer;  // hash of the key that signed it
  std::optional<std::string> hash_algorithm;
};

// software_components: an array of 1 to 64 components. Fields that are not known stay unread.
Result<std::vector<SoftwareComponent>> software_components(const std::string& where,
                                                           const cbor::Value& array);

// hash_sized: whether these are the bytes of SHA-256, SHA-384 or SHA-512.
constexpr bool hash_sized(size_t size) {
  return size == 32 || size == 48 || size == 64;
}

// instance_id: the claim as a UEID of the type RAND (RFC 9711 section 4.2.1): 33 bytes, the first
// is 1.
Result<Bytes> instance_id(cbor::Labels& claims, cbor::Label label);

// add_lifecycle: the value and its name. `debug` becomes false in the secured state only: in every
// other one nothing says that the debug ports are closed.
void add_lifecycle(uint64_t value, Claims& claims);

// add_software: a measurement for each component, under its type where that is unique.
void add_software(const std::vector<SoftwareComponent>& components, Claims& claims);

// add_unasked: the numbers, texts and bytes that the token has beyond the known claims, as
// "<prefix>claim_<label>".
void add_unasked(const cbor::Labels& read, const cbor::Value& map, std::string_view prefix,
                 Claims& claims);

}  // namespace anchorhold::arm
