#include "base/base64.h"

#include <array>

namespace anchorhold {

namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<int16_t, 256> reverse_of(std::string_view alphabet) {
  std::array<int16_t, 256> out{};
  out.fill(-1);
  for (size_t i = 0; i < alphabet.size(); ++i) {
    out[static_cast<uint8_t>(alphabet[i])] = static_cast<int16_t>(i);
  }
  return out;
}
constexpr auto kStandardReverse = reverse_of(kStandard);
constexpr auto kUrlReverse = reverse_of(kUrl);

Error not_canonical(std::string_view object, std::string_view why) {
  return Error{Code::malformed, std::string(object), "not canonical base64: " + std::string(why)};
}

}  // namespace

std::string to_base64(ByteView bytes, Base64 form) {
  const std::string_view alphabet = form == Base64::url ? kUrl : kStandard;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t have = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = static_cast<uint32_t>(bytes[i]) << 16;
    if (have > 1) group |= static_cast<uint32_t>(bytes[i + 1]) << 8;
    if (have > 2) group |= bytes[i + 2];
    for (size_t k = 0; k <= have; ++k) out += alphabet[(group >> (18 - 6 * k)) & 63];
    if (form == Base64::standard) out.append(3 - have, '=');
  }
  return out;
}

Result<Bytes> from_base64(std::string_view object, std::string_view text, Base64 form) {
  const auto& reverse = form == Base64::url ? kUrlReverse : kStandardReverse;
  if (form == Base64::standard) {
    if (text.size() % 4 != 0) return not_canonical(object, "length is not a multiple of four");
    for (int pad = 0; pad < 2 && !text.empty() && text.back() == '='; ++pad) text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return not_canonical(object, "impossible length");
  Bytes out;
  out.reserve(text.size() / 4 * 3 + 2);
  uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const int value = reverse[static_cast<uint8_t>(c)];
    if (value < 0) return not_canonical(object, "character outside the alphabet");
    group = (group << 6) | static_cast<uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<uint8_t>(group >> bits));
      group &= (1U << bits) - 1;
    }
  }
  if (group != 0) return not_canonical(object, "trailing bits are not zero");
  return out;
}

}  // namespace anchorhold
