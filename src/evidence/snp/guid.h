#pragma once
// GUIDs as constants, in the two byte orders in which they are stored.

#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace anchorhold::snp {

// guid: the bytes in the order of the text form, "c0b406a4-a803-4952-9743-3fb6014cd0ae".
constexpr ByteArray<16> guid(std::string_view text) {
  const auto digit = [](char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  ByteArray<16> out{};
  size_t digits = 0;
  for (const char c : text) {
    if (c == '-') continue;
    const unsigned shifted = (out[digits / 2] * 16U + digit(c)) & 0xffU;
    out[digits / 2] = static_cast<uint8_t>(shifted);
    ++digits;
  }
  return out;
}

// efi_guid: as UEFI stores it: the first three groups little endian.
constexpr ByteArray<16> efi_guid(std::string_view text) {
  ByteArray<16> out = guid(text);
  std::swap(out[0], out[3]);
  std::swap(out[1], out[2]);
  std::swap(out[4], out[5]);
  std::swap(out[6], out[7]);
  return out;
}

}  // namespace anchorhold::snp
