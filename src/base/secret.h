#pragma once
// Secrets: move-only, wiped on destruction and on move, with no printing, comparing or implicit
// copying.

#include <cstring>
#include <utility>

#include "base/bytes.h"

namespace anchorhold {

// wipe: overwrites in a way that the optimiser keeps.
void wipe(MutableBytes bytes);

// ct_equal: equality whose time depends on the lengths only.
bool ct_equal(ByteView a, ByteView b);

// SecretBytes: key material or plaintext of run-time length. Read it through view(), for the call
// at hand only.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(size_t size) : bytes_(size) {}
  // Copies `bytes`; the caller wipes its own copy.
  static SecretBytes copy_of(ByteView bytes);
  ~SecretBytes() { wipe(bytes_); }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  ByteView view() const { return bytes_; }
  MutableBytes fill() { return bytes_; }
  size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  SecretBytes duplicate() const { return copy_of(bytes_); }
  // Cuts to `size` bytes and wipes the rest.
  void shrink(size_t size);

 private:
  Bytes bytes_;
};

// SecretArray<N>: key material of a length known when compiling.
template <size_t N>
class SecretArray {
 public:
  SecretArray() = default;
  explicit SecretArray(std::span<const uint8_t, N> bytes) {
    std::memcpy(bytes_.data(), bytes.data(), N);
  }
  ~SecretArray() { wipe(bytes_); }
  SecretArray(SecretArray&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  SecretArray& operator=(SecretArray&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      wipe(other.bytes_);
    }
    return *this;
  }
  SecretArray(const SecretArray&) = delete;
  SecretArray& operator=(const SecretArray&) = delete;

  std::span<const uint8_t, N> view() const { return bytes_; }
  std::span<uint8_t, N> fill() { return bytes_; }
  SecretArray duplicate() const { return SecretArray(view()); }

 private:
  ByteArray<N> bytes_{};
};

}  // namespace anchorhold
