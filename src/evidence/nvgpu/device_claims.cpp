#include "evidence/nvgpu/device_claims.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "evidence/nvgpu/fwid.h"

namespace anchorhold::nvgpu {
namespace {

constexpr std::string_view subject_serial_number = "2.5.4.5";

// A prefix of chip names or VBIOS versions, and the architecture that it tells.
struct Family {
  std::string_view prefix;
  std::string_view architecture;
};
constexpr std::array<Family, 3> chips = {{{"GH", "HOPPER"}, {"GB", "BLACKWELL"}, {"LS10", "LS10"}}};
constexpr std::array<Family, 4> firmwares = {
    {{"96.00.", "HOPPER"}, {"96.10.", "LS10"}, {"97.", "BLACKWELL"}, {"98.", "BLACKWELL"}}};

// The opaque fields that are text: driver version, the board's and the chip's names.
constexpr std::array<uint16_t, 7> text_fields = {3, 15, 16, 17, 18, 19, 35};

std::optional<std::string> family_of(std::span<const Family> families, std::string_view name) {
  const auto found = std::ranges::find_if(
      families, [&](const Family& family) { return name.starts_with(family.prefix); });
  if (found == families.end()) return std::nullopt;
  return std::string(found->architecture);
}

VendorValue field_value(uint16_t type, const Bytes& value) {
  if (std::ranges::find(text_fields, type) != text_fields.end()) {
    if (auto text = printable_text(value)) return std::move(*text);
  }
  return value;
}

void add_certificate(const crypto::Certificate& leaf, Claims& claims) {
  claims.platform = crypto::name_attribute(leaf.subject, subject_serial_number);
  claims.vendor["ueid"] = claims.platform;
  claims.vendor["certificate_name"] = leaf.subject_common_name;
  const auto fwid = certificate_fwid(leaf);
  if (fwid.ok() && *fwid) claims.vendor["certificate_fwid"] = **fwid;
}

template <class Map>
void keep_common(Map& map, const Map& other) {
  std::erase_if(map, [&](const auto& entry) {
    const auto found = other.find(entry.first);
    return found == other.end() || found->second != entry.second;
  });
}

}  // namespace

std::string chip_of(const crypto::Certificate& leaf) {
  std::string chip = leaf.subject_common_name.substr(0, leaf.subject_common_name.find(' '));
  std::erase(chip, '_');
  return chip;
}

std::optional<std::string> architecture_of(std::string_view chip) {
  return family_of(chips, chip);
}

Claims device_claims(const Device& device, std::span<const crypto::Certificate* const> path) {
  const Report& report = device.report;
  Claims out;
  out.tee = TeeKind::nvgpu;
  out.format = "NVIDIA device report, SPDM 1.1";
  out.nonce = copy_of(report.nonce);
  for (const auto& [index, value] : report.measurements) {
    out.measurements["measurement_" + std::to_string(index)] = value;
  }
  for (const auto& [type, value] : report.opaque) {
    out.vendor[opaque_field_name(type)] = field_value(type, value);
  }
  const auto vbios = vbios_version(report.opaque);
  if (vbios) out.vendor["vbios_version"] = *vbios;
  std::optional<std::string> architecture;
  if (!path.empty()) {
    architecture = architecture_of(chip_of(*path.front()));
    add_certificate(*path.front(), out);
  }
  if (!architecture && vbios) architecture = family_of(firmwares, *vbios);
  out.product = architecture.value_or("");
  if (architecture) out.vendor["gpu_arch"] = *architecture;
  out.vendor["nonce"] = copy_of(report.nonce);
  out.vendor["device_nonce"] = copy_of(report.device_nonce);
  out.vendor["slot"] = uint64_t{report.slot};
  return out;
}

Claims combine(std::span<const Claims> devices) {
  Claims out = devices.front();
  for (const Claims& device : devices.subspan(1)) {
    keep_common(out.measurements, device.measurements);
    keep_common(out.vendor, device.vendor);
    if (out.nonce != device.nonce) out.nonce.reset();
    if (out.product != device.product) out.product.clear();
    if (out.root != device.root) out.root = {};
    out.cautions.insert(device.cautions.begin(), device.cautions.end());
    out.hardware_rooted = out.hardware_rooted && device.hardware_rooted;
    out.platform.clear();
  }
  if (devices.size() > 1) {
    for (size_t i = 0; i < devices.size(); ++i) {
      out.parts["device" + std::to_string(i)] = devices[i];
    }
  }
  out.vendor["devices"] = uint64_t{devices.size()};
  return out;
}

}  // namespace anchorhold::nvgpu
