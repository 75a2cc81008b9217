#pragma once
// DER (X.690), strictly: one encoding for each value. A cursor to read with and functions to write
// with.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/reader.h"
#include "base/result.h"
#include "base/time.h"

namespace anchorhold::der {

// Identifier octets of the types that occur in keys, certificates and signatures.
inline constexpr uint8_t kBoolean = 0x01;
inline constexpr uint8_t kInteger = 0x02;
inline constexpr uint8_t kBitString = 0x03;
inline constexpr uint8_t kOctetString = 0x04;
inline constexpr uint8_t kNull = 0x05;
inline constexpr uint8_t kOid = 0x06;
inline constexpr uint8_t kEnumerated = 0x0a;
inline constexpr uint8_t kUtf8String = 0x0c;
inline constexpr uint8_t kPrintableString = 0x13;
inline constexpr uint8_t kUtcTime = 0x17;
inline constexpr uint8_t kGeneralizedTime = 0x18;
inline constexpr uint8_t kSequence = 0x30;
inline constexpr uint8_t kSet = 0x31;
// Context-specific [n], constructed (explicit tags, implicit sequences) or primitive.
constexpr uint8_t context(unsigned n) {
  return static_cast<uint8_t>(0xa0 | n);
}
constexpr uint8_t context_primitive(unsigned n) {
  return static_cast<uint8_t>(0x80 | n);
}

// Oid: an object identifier as its content octets, comparable and usable as a constant:
//   inline constexpr Oid kEcdsaWithSha384 = Oid::of({1, 2, 840, 10045, 4, 3, 3});
class Oid {
 public:
  static constexpr size_t kMaxSize = 39;

  static constexpr Oid of(std::initializer_list<uint64_t> arcs) {
    Oid oid;
    auto arc = arcs.begin();
    const uint64_t root = *arc++;
    oid.push(root * 40 + *arc++);
    while (arc != arcs.end()) oid.push(*arc++);
    return oid;
  }
  // Content octets as they stand in a document; refused unless minimal and at most kMaxSize.
  static Result<Oid> from_content(std::string_view object, ByteView content);

  ByteView content() const { return {octets_.data(), size_}; }
  // Dotted decimal, for messages.
  std::string to_text() const;
  bool operator==(const Oid&) const = default;

 private:
  constexpr void push(uint64_t arc) {
    size_t groups = 1;
    while (groups < 10 && (arc >> (7 * groups)) != 0) ++groups;
    while (groups-- > 0) {
      const uint64_t group = (arc >> (7 * groups)) & 0x7f;
      octets_[size_++] = static_cast<uint8_t>(group | (groups > 0 ? 0x80U : 0U));
    }
  }

  ByteArray<kMaxSize> octets_{};
  uint8_t size_ = 0;
};

// Element: one TLV. Both views point into the input.
struct Element {
  uint8_t tag = 0;
  ByteView content;
  ByteView whole;  // with identifier and length: what signatures cover
};

// Cursor walks the elements of `input` from front to back. `name` and `input` must outlive it.
// Errors are malformed with name and offset; they also cover what is BER and not DER: indefinite or
// non-minimal lengths, multi-byte tags, padded integers, booleans other than 00 and FF, times with
// fractions or zones.
class Cursor {
 public:
  Cursor(std::string_view name, ByteView input) : name_(name), reader_(name, input) {}

  bool empty() const { return reader_.empty(); }
  // The next element's tag, or nullopt at the end.
  std::optional<uint8_t> peek() const;

  Result<Element> next();
  Result<Element> expect(uint8_t tag);
  // optional_element: the next element when it has this tag; otherwise the cursor stays.
  Result<std::optional<Element>> optional_element(uint8_t tag);
  // enter: a cursor over the content of the next element, which must have this tag.
  Result<Cursor> enter(uint8_t tag);

  Result<bool> boolean();
  // integer: content octets, two's complement and minimal. unsigned_integer: its magnitude without
  // the leading zero octet; negative ones are refused. small_integer: one that fits into int64_t.
  Result<ByteView> integer();
  Result<ByteView> unsigned_integer();
  Result<int64_t> small_integer();
  // bit_string: whole octets only. bit_flags: a named bit list of at most 32 bits, bit n of the
  // standard being bit n of the result. Zeros at its end are taken, which DER would leave out
  // (X.690 section 11.2.2): AMD's certificates have them.
  Result<ByteView> bit_string();
  Result<uint32_t> bit_flags();
  Result<ByteView> octet_string();
  Result<Oid> oid();
  Status null();
  // time: UTCTime or GeneralizedTime as RFC 5280 section 4.1.2.5 profiles them: seconds, and Z.
  // vendor_time: the same, but GeneralizedTime may also stand for a year before 2050, as in the
  // certificates of some vendors.
  Result<Time> time();
  Result<Time> vendor_time();

  // finish: fails when elements are left over.
  Status finish() const { return reader_.finish(); }
  Error error(std::string message) const { return reader_.error(std::move(message)); }

 private:
  std::string_view name_;
  Reader reader_;
};

// Writing. Each function returns a whole element.
Bytes element(uint8_t tag, std::initializer_list<ByteView> parts);
inline Bytes sequence(std::initializer_list<ByteView> parts) {
  return element(kSequence, parts);
}
Bytes boolean(bool value);
Bytes integer(int64_t value);
// unsigned_integer: from a big-endian magnitude, leading zeros allowed.
Bytes unsigned_integer(ByteView magnitude);
Bytes bit_string(ByteView whole_octets);
// bit_flags: a named bit list, trailing zero bits cut off as X.690 section 11.2.2 demands.
Bytes bit_flags(uint32_t bits);
Bytes octet_string(ByteView value);
Bytes oid(const Oid& value);
Bytes null();
Bytes utf8_string(std::string_view value);
// time: UTCTime before 2050, GeneralizedTime after; parts of a second are dropped. Years 1970 to
// 9999.
Bytes time(Time value);

}  // namespace anchorhold::der
