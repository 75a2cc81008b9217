#pragma once
// The opaque data of NVIDIA's SPDM measurements: typed fields about the device.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::nvgpu {

// OpaqueField: the field types that this module reads; reports may hold others.
enum class OpaqueField : uint16_t {
  driver_version = 3,
  vbios_version = 6,
  nvdec0_status = 11,
  measurement_count = 12,
  fwid = 20,
  switch_pdi = 22,
  chip_info = 35,
};

// OpaqueData: every field as it lies in the report, by its type.
using OpaqueData = std::map<uint16_t, Bytes>;

// parse_opaque: little-endian type, size and value, repeated to the end. A type that occurs twice
// is malformed, and so is a count or identifier list of a broken size. Source: NVIDIA attestation
// SDK, OpaqueData.
Result<OpaqueData> parse_opaque(std::string_view object, ByteView bytes);

// opaque_field_name: NVIDIA's name in lower case, like "board_id"; "opaque_<n>" for a type without
// a public name.
std::string opaque_field_name(uint16_t type);

const Bytes* find(const OpaqueData& data, OpaqueField field);

// field_text: the field as text without its padding of NUL bytes; nullopt when it is absent or not
// printable ASCII.
std::optional<std::string> field_text(const OpaqueData& data, OpaqueField field);
std::optional<std::string> printable_text(ByteView bytes);

// vbios_version: as NVIDIA prints it, "96.00.9F.00.01". GPUs state it as a number, switches as
// text.
std::optional<std::string> vbios_version(const OpaqueData& data);

}  // namespace anchorhold::nvgpu
