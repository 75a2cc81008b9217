#include "base/secret.h"

namespace anchorhold {

void wipe(MutableBytes bytes) {
  if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
}

bool ct_equal(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  volatile uint8_t difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference = static_cast<uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes out;
  out.bytes_.assign(bytes.begin(), bytes.end());
  return out;
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    wipe(bytes_);
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

void SecretBytes::shrink(size_t size) {
  if (size >= bytes_.size()) return;
  wipe(MutableBytes(bytes_).subspan(size));
  bytes_.resize(size);
}

}  // namespace anchorhold
