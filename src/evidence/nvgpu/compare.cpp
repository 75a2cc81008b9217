#include "evidence/nvgpu/compare.h"

#include <algorithm>
#include <map>

#include "base/hex.h"

namespace anchorhold::nvgpu {
namespace {

constexpr unsigned video_decoder_index = 35;
constexpr uint8_t decoder_disabled = 0x55;

bool decoder_off(const Report& report) {
  const Bytes* status = find(report.opaque, OpaqueField::nvdec0_status);
  return status != nullptr && *status == Bytes{decoder_disabled};
}

Error differs(const Rim& rim, unsigned index, std::string message) {
  return Error{Code::denied,
               std::string(rim_kind_name(rim.kind)) + " manifest, index " + std::to_string(index),
               std::move(message)};
}

Status compare_one(const Report& report, const Rim& rim, const Reference& reference) {
  const auto measured = report.measurements.find(reference.index + 1);
  if (measured == report.measurements.end()) {
    return differs(rim, reference.index, "the device did not measure it");
  }
  if (std::ranges::find(reference.alternatives, measured->second) == reference.alternatives.end()) {
    return differs(rim, reference.index, "the device measured something else")
        .want(to_hex(reference.alternatives.front()) +
              (reference.alternatives.size() > 1 ? " or an alternative" : ""))
        .saw(to_hex(measured->second));
  }
  return {};
}

}  // namespace

Result<size_t> compare(const Report& report, std::span<const Rim* const> manifests) {
  std::map<unsigned, RimKind> owners;
  size_t compared = 0;
  for (const Rim* rim : manifests) {
    for (const Reference& reference : rim->references) {
      if (!reference.active) continue;
      if (owners.emplace(reference.index, rim->kind).first->second != rim->kind) {
        return differs(*rim, reference.index, "the other manifest has a value for it too");
      }
      if (reference.index == video_decoder_index && decoder_off(report)) continue;
      AH_TRY(compare_one(report, *rim, reference));
      ++compared;
    }
  }
  if (compared == 0) {
    return Error{Code::denied, "manifests", "they have no active measurement"};
  }
  return compared;
}

}  // namespace anchorhold::nvgpu
