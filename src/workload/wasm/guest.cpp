#include "workload/wasm/guest.h"

namespace anchorhold::wasi {

namespace {

// The layout of iovec and ciovec.
constexpr uint64_t vector_bytes = 8;

}  // namespace

std::optional<std::vector<MutableBytes>> Guest::vectors(Pointer list, Size count) const {
  if (count > max_vectors || !range(list, count * vector_bytes)) return std::nullopt;
  std::vector<MutableBytes> parts;
  parts.reserve(count);
  for (Size i = 0; i < count; ++i) {
    const auto place = static_cast<Pointer>(list + i * vector_bytes);
    Pointer at = 0;
    Size bytes = 0;
    load(place, at);
    load(place + sizeof at, bytes);
    const auto part = range(at, bytes);
    if (!part) return std::nullopt;
    parts.push_back(*part);
  }
  return parts;
}

bool Guest::store_filestat(Pointer at, const Filestat& stat) const {
  const auto place = range(at, filestat_bytes);
  if (!place) return false;
  const std::array<uint64_t, filestat_bytes / sizeof(uint64_t)> fields = {
      stat.device,   stat.inode,  static_cast<uint64_t>(stat.type),
      stat.links,    stat.size,   stat.accessed,
      stat.modified, stat.changed};
  std::memcpy(place->data(), fields.data(), filestat_bytes);
  return true;
}

}  // namespace anchorhold::wasi
