#include "age/bech32.h"

#include <algorithm>

namespace anchorhold::age {

namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr size_t kChecksumSize = 6;
constexpr size_t kMaxSize = 8192;

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// The BCH code of BIP 173, fed one 5-bit value at a time.
class Checksum {
 public:
  void add(uint8_t value) {
    constexpr std::array<uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                   0x2a1462b3};
    const uint32_t top = state_ >> 25;
    state_ = ((state_ & 0x1ffffff) << 5) ^ value;
    for (size_t i = 0; i < generator.size(); ++i) {
      if (((top >> i) & 1) != 0) state_ ^= generator[i];
    }
  }
  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<uint8_t>(lower(c)) >> 5);
    add(0);
    for (const char c : prefix) add(static_cast<uint8_t>(lower(c)) & 31);
  }
  uint32_t state() const { return state_; }

 private:
  uint32_t state_ = 1;
};

Error malformed(std::string_view object, std::string_view why) {
  return Error{Code::malformed, std::string(object), "not Bech32: " + std::string(why)}.advise(
      "copy the whole line, without spaces");
}

// The 5-bit values of the data part, checksum included.
Result<SecretBytes> values_of(std::string_view object, std::string_view digits) {
  SecretBytes values(digits.size());
  for (size_t i = 0; i < digits.size(); ++i) {
    const size_t value = kAlphabet.find(lower(digits[i]));
    if (value == std::string_view::npos) return malformed(object, "character outside its alphabet");
    values.fill()[i] = static_cast<uint8_t>(value);
  }
  return values;
}

Result<SecretBytes> bytes_of_values(std::string_view object, ByteView values) {
  SecretBytes out(values.size() * 5 / 8);
  uint32_t group = 0;
  unsigned bits = 0;
  size_t count = 0;
  for (const uint8_t value : values) {
    group = (group << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.fill()[count++] = static_cast<uint8_t>(group >> bits);
      group &= (1U << bits) - 1;
    }
  }
  if (bits >= 5 || group != 0) return malformed(object, "left-over bits");
  return out;
}

}  // namespace

SecretBytes encode_bech32(std::string_view prefix, ByteView data) {
  const size_t digits = (data.size() * 8 + 4) / 5;
  SecretBytes out(prefix.size() + 1 + digits + kChecksumSize);
  std::copy(prefix.begin(), prefix.end(), out.fill().begin());
  size_t at = prefix.size();
  out.fill()[at++] = '1';
  Checksum checksum;
  checksum.add_prefix(prefix);
  const auto put = [&](uint32_t value) {
    checksum.add(static_cast<uint8_t>(value));
    out.fill()[at++] = static_cast<uint8_t>(kAlphabet[value]);
  };
  uint32_t group = 0;
  unsigned bits = 0;
  for (const uint8_t byte : data) {
    group = (group << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) put((group >> (bits - 5)) & 31);
    group &= (1U << bits) - 1;
  }
  if (bits > 0) put((group << (5 - bits)) & 31);
  for (size_t i = 0; i < kChecksumSize; ++i) checksum.add(0);
  const uint32_t sum = checksum.state() ^ 1;
  for (size_t i = 0; i < kChecksumSize; ++i) {
    out.fill()[at++] = static_cast<uint8_t>(kAlphabet[(sum >> (5 * (kChecksumSize - 1 - i))) & 31]);
  }
  return out;
}

Result<Bech32> decode_bech32(std::string_view object, std::string_view text) {
  if (text.size() > kMaxSize) return malformed(object, "too long");
  if (std::any_of(text.begin(), text.end(), is_upper) &&
      std::any_of(text.begin(), text.end(), is_lower)) {
    return malformed(object, "upper and lower case are mixed");
  }
  const size_t separator = text.rfind('1');
  if (separator == std::string_view::npos || separator == 0 ||
      text.size() - separator - 1 < kChecksumSize) {
    return malformed(object, "no prefix, or too short");
  }
  const std::string_view prefix = text.substr(0, separator);
  for (const char c : prefix) {
    if (c < '!' || c > '~') return malformed(object, "character outside its alphabet");
  }
  AH_ASSIGN(const SecretBytes values, values_of(object, text.substr(separator + 1)));
  Checksum checksum;
  checksum.add_prefix(prefix);
  for (const uint8_t value : values.view()) checksum.add(value);
  if (checksum.state() != 1) return malformed(object, "the checksum is wrong");
  AH_ASSIGN(SecretBytes data,
            bytes_of_values(object, values.view().first(values.size() - kChecksumSize)));
  return Bech32{std::string(prefix), std::move(data)};
}

}  // namespace anchorhold::age
