#include "evidence/dice/open_profile.h"

#include <array>

#include "codec/der.h"

namespace anchorhold::dice {
namespace {

using cbor::Label;

constexpr Label code_hash_label = {-4670545, "codeHash"};
constexpr Label code_descriptor_label = {-4670546, "codeDescriptor"};
constexpr Label configuration_hash_label = {-4670547, "configurationHash"};
constexpr Label configuration_descriptor_label = {-4670548, "configurationDescriptor"};
constexpr Label authority_hash_label = {-4670549, "authorityHash"};
constexpr Label authority_descriptor_label = {-4670550, "authorityDescriptor"};
constexpr Label mode_label = {-4670551, "mode"};
constexpr Label profile_name_label = {-4670554, "profileName"};

constexpr unsigned mode_tag = 6;
constexpr unsigned profile_name_tag = 7;
constexpr size_t min_hash = 20;
constexpr size_t max_hash = 64;
constexpr size_t max_descriptor = 8192;
constexpr size_t max_profile_name = 256;
constexpr std::array<std::string_view, 4> mode_names = {"not-configured", "normal", "debug",
                                                        "recovery"};

// Input: where one of the byte strings goes, and its place in both forms.
struct Input {
  std::optional<Bytes> OpenInputs::*field;
  Label label;  // the extension's tag is its place in the table
  size_t min;
  size_t max;
};
constexpr std::array<Input, 6> inputs = {
    {{&OpenInputs::code_hash, code_hash_label, min_hash, max_hash},
     {&OpenInputs::code_descriptor, code_descriptor_label, 0, max_descriptor},
     {&OpenInputs::configuration_hash, configuration_hash_label, min_hash, max_hash},
     {&OpenInputs::configuration_descriptor, configuration_descriptor_label, 0, max_descriptor},
     {&OpenInputs::authority_hash, authority_hash_label, min_hash, max_hash},
     {&OpenInputs::authority_descriptor, authority_descriptor_label, 0, max_descriptor}}};

Result<Bytes> bounded(const Input& input, ByteView value) {
  if (value.size() < input.min || value.size() > input.max) {
    return Error{Code::malformed, std::string(input.label.name), "wrong size"}
        .want(std::to_string(input.min) + " to " + std::to_string(input.max) + " bytes")
        .saw(std::to_string(value.size()));
  }
  return copy_of(value);
}

Status read_mode(der::Cursor field, OpenInputs& out) {
  AH_ASSIGN(const der::Element element, field.expect(der::kEnumerated));
  AH_TRY(field.finish());
  if (element.content.size() != 1) return field.error("the mode is not of one octet");
  AH_ASSIGN(out.mode, mode_of("mode", element.content.front()));
  return {};
}

Status read_profile_name(der::Cursor field, OpenInputs& out) {
  AH_ASSIGN(const der::Element element, field.expect(der::kUtf8String));
  AH_TRY(field.finish());
  if (element.content.size() > max_profile_name) return field.error("the profile name is too long");
  out.profile_name = string_of(element.content);
  return {};
}

}  // namespace

Result<Mode> mode_of(std::string_view object, uint64_t value) {
  if (value >= mode_names.size()) {
    return Error{Code::malformed, std::string(object), "no mode of the profile"}.want("0 to 3").saw(
        std::to_string(value));
  }
  return static_cast<Mode>(value);
}

std::string_view mode_name(Mode mode) {
  return mode_names[static_cast<size_t>(mode)];
}

Result<OpenInputs> read_open_extension(ByteView value) {
  der::Cursor outer("OpenDiceInput", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  OpenInputs out;
  for (unsigned tag = 0; tag < inputs.size(); ++tag) {
    if (fields.peek() != der::context(tag)) continue;
    AH_ASSIGN(der::Cursor field, fields.enter(der::context(tag)));
    AH_ASSIGN(const ByteView content, field.octet_string());
    AH_TRY(field.finish());
    AH_ASSIGN(out.*inputs[tag].field, bounded(inputs[tag], content));
  }
  if (fields.peek() == der::context(mode_tag)) {
    AH_ASSIGN(const der::Cursor field, fields.enter(der::context(mode_tag)));
    AH_TRY(read_mode(field, out));
  }
  if (fields.peek() == der::context(profile_name_tag)) {
    AH_ASSIGN(const der::Cursor field, fields.enter(der::context(profile_name_tag)));
    AH_TRY(read_profile_name(field, out));
  }
  AH_TRY(fields.finish());
  return out;
}

Result<OpenInputs> read_open_claims(cbor::Labels& claims) {
  OpenInputs out;
  for (const Input& input : inputs) {
    AH_ASSIGN(const auto value, claims.optional_bytes(input.label, input.min, input.max));
    if (value) out.*input.field = copy_of(*value);
  }
  if (claims.has(mode_label)) {
    // A byte string of one byte; implementations before version 2.4 of the profile write a number.
    const auto number = claims.optional_uint(mode_label, UINT8_MAX);
    if (number.ok()) {
      AH_ASSIGN(out.mode, mode_of("mode", **number));
    } else {
      AH_ASSIGN(const ByteView value, claims.bytes(mode_label, 1, 1));
      AH_ASSIGN(out.mode, mode_of("mode", value.front()));
    }
  }
  AH_ASSIGN(const auto name, claims.optional_text(profile_name_label, max_profile_name));
  if (name) out.profile_name = std::string(*name);
  return out;
}

}  // namespace anchorhold::dice
