#pragma once
// Guest: the module's linear memory, for the host functions. Every place and length that the module
// names is checked here and nowhere else.

#include <bit>
#include <cstring>
#include <functional>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "workload/wasm/types.h"

namespace anchorhold::wasi {

static_assert(std::endian::native == std::endian::little, "linear memory is little endian");

// The most parts of one read or write, like the kernel's.
inline constexpr Size max_vectors = 1024;

// Guest: a view for the length of one call: the memory may move its end in between.
class Guest {
 public:
  explicit Guest(MutableBytes memory) : memory_(memory) {}

  // range: nothing when any byte lies outside.
  std::optional<MutableBytes> range(Pointer at, uint64_t bytes) const {
    if (at > memory_.size() || bytes > memory_.size() - at) return std::nullopt;
    return memory_.subspan(at, bytes);
  }

  // load, store: one little-endian number, aligned or not; false when outside.
  template <typename T>
  bool load(Pointer at, T& value) const {
    const auto place = range(at, sizeof value);
    if (place) std::memcpy(&value, place->data(), sizeof value);
    return place.has_value();
  }
  template <typename T>
  bool store(Pointer at, T value) const {
    const auto place = range(at, sizeof value);
    if (place) std::memcpy(place->data(), &value, sizeof value);
    return place.has_value();
  }

  // vectors: the parts that `count` iovec or ciovec (8 bytes each) name; nothing when the list or
  // any part lies outside, or when they are too many, which the caller asks first.
  std::optional<std::vector<MutableBytes>> vectors(Pointer list, Size count) const;

  bool store_filestat(Pointer at, const Filestat& stat) const;

 private:
  MutableBytes memory_;
};

// LinearMemory: gives the memory as it is now.
using LinearMemory = std::function<MutableBytes()>;

}  // namespace anchorhold::wasi
