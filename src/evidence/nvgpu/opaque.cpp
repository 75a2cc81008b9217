#include "evidence/nvgpu/opaque.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "base/reader.h"

namespace anchorhold::nvgpu {
namespace {

constexpr size_t max_fields = 256;
constexpr size_t count_size = 4;  // of one entry of the measurement counts
constexpr size_t pdi_size = 8;    // of one switch's identifier
constexpr size_t binary_version_size = 8;

struct Name {
  uint16_t type;
  std::string_view name;
};

// NVIDIA attestation SDK, OPAQUE_FIELD_ID_*.
constexpr std::array<Name, 30> names = {{{1, "cert_issuer_name"},
                                         {2, "cert_authority_key_identifier"},
                                         {3, "driver_version"},
                                         {4, "gpu_info"},
                                         {5, "sku"},
                                         {6, "vbios_version"},
                                         {7, "manufacturer_id"},
                                         {8, "tamper_detection"},
                                         {9, "smc"},
                                         {10, "vpr"},
                                         {11, "nvdec0_status"},
                                         {12, "msrscnt"},
                                         {13, "cprinfo"},
                                         {14, "board_id"},
                                         {15, "chip_sku"},
                                         {16, "chip_sku_mod"},
                                         {17, "project"},
                                         {18, "project_sku"},
                                         {19, "project_sku_mod"},
                                         {20, "fwid"},
                                         {21, "protected_pcie_status"},
                                         {22, "switch_pdi"},
                                         {23, "floorswept_ports"},
                                         {24, "position_id"},
                                         {25, "lock_switch_status"},
                                         {32, "gpu_link_conn"},
                                         {33, "sys_enable_status"},
                                         {34, "opaque_data_version"},
                                         {35, "chip_info"},
                                         {36, "feature_flag"}}};

// The size that the entries of a list field have; 1 for all others.
size_t entry_size(uint16_t type) {
  if (type == static_cast<uint16_t>(OpaqueField::measurement_count)) return count_size;
  if (type == static_cast<uint16_t>(OpaqueField::switch_pdi)) return pdi_size;
  return 1;
}

std::string upper_hex(uint8_t byte) {
  std::string out = to_hex(ByteView(&byte, 1));
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

}  // namespace

Result<OpaqueData> parse_opaque(std::string_view object, ByteView bytes) {
  Reader reader(object, bytes);
  OpaqueData out;
  while (!reader.empty()) {
    AH_ASSIGN(const uint16_t type, reader.u16le());
    AH_ASSIGN(const uint16_t size, reader.u16le());
    AH_ASSIGN(const ByteView value, reader.view(size));
    if (value.size() % entry_size(type) != 0) {
      return reader.error("the list '" + opaque_field_name(type) + "' ends inside an entry");
    }
    if (!out.emplace(type, copy_of(value)).second) {
      return reader.error("the field '" + opaque_field_name(type) + "' occurs twice");
    }
    if (out.size() > max_fields) {
      return Error{Code::limit_exceeded, std::string(object), "too many fields"}.want(
          "at most " + std::to_string(max_fields));
    }
  }
  return out;
}

std::string opaque_field_name(uint16_t type) {
  const auto found = std::ranges::find(names, type, &Name::type);
  return found == names.end() ? "opaque_" + std::to_string(type) : std::string(found->name);
}

const Bytes* find(const OpaqueData& data, OpaqueField field) {
  const auto found = data.find(static_cast<uint16_t>(field));
  return found == data.end() ? nullptr : &found->second;
}

std::optional<std::string> printable_text(ByteView bytes) {
  std::string text = string_of(bytes);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  if (!std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) return std::nullopt;
  return text;
}

std::optional<std::string> field_text(const OpaqueData& data, OpaqueField field) {
  const Bytes* value = find(data, field);
  return value == nullptr ? std::nullopt : printable_text(*value);
}

std::optional<std::string> vbios_version(const OpaqueData& data) {
  const Bytes* value = find(data, OpaqueField::vbios_version);
  if (value == nullptr) return std::nullopt;
  if (value->size() != binary_version_size) return printable_text(*value);
  // A little-endian number of four bytes, then one byte more.
  std::string out;
  for (const size_t position : {3U, 2U, 1U, 0U, 4U}) {
    out += (out.empty() ? "" : ".") + upper_hex((*value)[position]);
  }
  return out;
}

}  // namespace anchorhold::nvgpu
