#pragma once
// Byte views and owned bytes: the only forms in which raw data travels between modules.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anchorhold {

using ByteView = std::span<const uint8_t>;
using MutableBytes = std::span<uint8_t>;
using Bytes = std::vector<uint8_t>;
template <size_t N>
using ByteArray = std::array<uint8_t, N>;

// Digests are distinct in length only; the name of a field says what was hashed.
using Digest160 = ByteArray<20>;
using Digest256 = ByteArray<32>;
using Digest384 = ByteArray<48>;
using Digest512 = ByteArray<64>;

// The characters of `text` as bytes. The view lives as long as what `text` points to.
inline ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The bytes as characters, unchecked: for handing text that was checked elsewhere to text
// functions.
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes copy_of(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}
inline std::string string_of(ByteView bytes) {
  return std::string(text_of(bytes));
}

inline void append(Bytes& to, ByteView more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace anchorhold
