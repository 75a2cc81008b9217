#pragma once
// What a certificate of the Open Profile for DICE says about the code it was issued to.

#include <optional>
#include <string>

#include "codec/cbor_labels.h"

namespace anchorhold::dice {

// Mode: Open Profile for DICE, "Mode Value Details".
enum class Mode : uint8_t { not_configured, normal, debug, recovery };

Result<Mode> mode_of(std::string_view object, uint64_t value);
std::string_view mode_name(Mode mode);  // "not-configured", "normal", ...

// OpenInputs: the inputs of one layer: hashes of 20 to 64 bytes, and the descriptors that may
// explain them. An input that is left out is absent.
struct OpenInputs {
  std::optional<Bytes> code_hash;
  std::optional<Bytes> code_descriptor;
  std::optional<Bytes> configuration_hash;
  std::optional<Bytes> configuration_descriptor;
  std::optional<Bytes> authority_hash;
  std::optional<Bytes> authority_descriptor;
  std::optional<Mode> mode;
  std::optional<std::string> profile_name;
};

// open_profile_oid: of the X.509 extension, dotted.
inline constexpr std::string_view open_profile_oid = "1.3.6.1.4.1.11129.2.1.24";

// read_open_extension: the value of that extension (OpenDiceInput, all fields explicitly tagged and
// optional, in order).
Result<OpenInputs> read_open_extension(ByteView value);

// read_open_claims: the same from the claims of a CBOR certificate, labels -4670545 to -4670554.
Result<OpenInputs> read_open_claims(cbor::Labels& claims);

}  // namespace anchorhold::dice
