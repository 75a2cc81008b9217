#include <algorithm>

#include "codec/der.h"

namespace anchorhold::der {

Result<Oid> Oid::from_content(std::string_view object, ByteView content) {
  const auto bad = [&](std::string_view why) {
    return Error{Code::malformed, std::string(object), "object identifier " + std::string(why)};
  };
  if (content.empty()) return bad("is empty");
  if (content.size() > kMaxSize) return bad("is too long");
  bool starts_arc = true;
  for (const uint8_t octet : content) {
    if (starts_arc && octet == 0x80) return bad("has a padded arc");
    starts_arc = (octet & 0x80) == 0;
  }
  if (!starts_arc) return bad("ends inside an arc");
  Oid oid;
  std::ranges::copy(content, oid.octets_.begin());
  oid.size_ = static_cast<uint8_t>(content.size());
  return oid;
}

std::string Oid::to_text() const {
  std::string out;
  uint64_t arc = 0;
  bool large = false;  // beyond 64 bits, as in identifiers made from a UUID
  for (const uint8_t octet : content()) {
    large = large || (arc >> 57) != 0;
    arc = (arc << 7) | (octet & 0x7fU);
    if ((octet & 0x80) != 0) continue;
    if (out.empty()) {
      const uint64_t root = std::min<uint64_t>(arc / 40, 2);
      out = std::to_string(root);
      arc -= 40 * root;
    }
    out += "." + (large ? std::string("(large)") : std::to_string(arc));
    arc = 0;
    large = false;
  }
  return out;
}

std::optional<uint8_t> Cursor::peek() const {
  Reader ahead = reader_;
  const auto tag = ahead.u8();
  if (!tag.ok()) return std::nullopt;
  return *tag;
}

Result<Element> Cursor::next() {
  Reader start = reader_;
  Element element;
  AH_ASSIGN(element.tag, reader_.u8());
  if ((element.tag & 0x1f) == 0x1f) return error("multi-byte tag");
  AH_ASSIGN(const uint8_t first, reader_.u8());
  size_t length = first;
  if (first >= 0x80) {
    const size_t count = first & 0x7f;
    if (count == 0) return error("indefinite length");
    if (count > 4) return error("length of more than four octets");
    AH_ASSIGN(const ByteView octets, reader_.view(count));
    length = 0;
    for (const uint8_t octet : octets) length = (length << 8) | octet;
    if (length < 0x80 || octets[0] == 0) return error("length not in its shortest form");
  }
  AH_ASSIGN(element.content, reader_.view(length));
  AH_ASSIGN(element.whole, start.view(reader_.offset() - start.offset()));
  return element;
}

Result<Element> Cursor::expect(uint8_t tag) {
  if (const auto seen = peek(); seen && *seen != tag) {
    return error("wrong type")
        .want("tag " + std::to_string(tag))
        .saw("tag " + std::to_string(*seen));
  }
  return next();
}

Result<std::optional<Element>> Cursor::optional_element(uint8_t tag) {
  if (peek() != tag) return std::optional<Element>();
  AH_ASSIGN(const Element element, next());
  return std::optional(element);
}

Result<Cursor> Cursor::enter(uint8_t tag) {
  AH_ASSIGN(const Element element, expect(tag));
  return Cursor(name_, element.content);
}

Result<bool> Cursor::boolean() {
  AH_ASSIGN(const Element element, expect(kBoolean));
  const ByteView content = element.content;
  if (content.size() != 1 || (content[0] != 0 && content[0] != 0xff)) {
    return error("boolean other than 00 and FF that ends");
  }
  return content[0] == 0xff;
}

Result<ByteView> Cursor::integer() {
  AH_ASSIGN(const Element element, expect(kInteger));
  const ByteView content = element.content;
  if (content.empty()) return error("empty integer that ends");
  // The first nine bits must not all be equal (X.690 section 8.3.2).
  const bool padded = content.size() > 1 && ((content[0] == 0 && content[1] < 0x80) ||
                                             (content[0] == 0xff && content[1] >= 0x80));
  if (padded) return error("padded integer that ends");
  return content;
}

Result<ByteView> Cursor::unsigned_integer() {
  AH_ASSIGN(const ByteView content, integer());
  if (content[0] >= 0x80) return error("negative integer that ends");
  return content[0] == 0 ? content.subspan(1) : content;
}

Result<int64_t> Cursor::small_integer() {
  AH_ASSIGN(const ByteView content, integer());
  if (content.size() > 8) return error("integer of more than 64 bits that ends");
  uint64_t value = content[0] >= 0x80 ? UINT64_MAX : 0;
  for (const uint8_t octet : content) value = (value << 8) | octet;
  return static_cast<int64_t>(value);
}

Result<ByteView> Cursor::bit_string() {
  AH_ASSIGN(const Element element, expect(kBitString));
  if (element.content.empty() || element.content[0] != 0) {
    return error("bit string that is not whole octets that ends");
  }
  return element.content.subspan(1);
}

Result<uint32_t> Cursor::bit_flags() {
  AH_ASSIGN(const Element element, expect(kBitString));
  const ByteView content = element.content;
  if (content.empty() || content.size() > 5)
    return error("not a list of at most 32 bits that ends");
  const unsigned unused = content[0];
  const ByteView octets = content.subspan(1);
  if (octets.empty()) {
    if (unused != 0) return error("wrong count of unused bits that ends");
    return uint32_t{0};
  }
  if (unused > 7 || (octets.back() & ((1U << unused) - 1)) != 0)
    return error("unused bits that are set in a list that ends");
  uint32_t flags = 0;
  for (size_t bit = 0; bit < 8 * octets.size(); ++bit) {
    if ((octets[bit / 8] & (0x80U >> (bit % 8))) != 0) flags |= 1U << bit;
  }
  return flags;
}

Result<ByteView> Cursor::octet_string() {
  AH_ASSIGN(const Element element, expect(kOctetString));
  return element.content;
}

Result<Oid> Cursor::oid() {
  AH_ASSIGN(const Element element, expect(kOid));
  return Oid::from_content(name_, element.content);
}

Status Cursor::null() {
  AH_ASSIGN(const Element element, expect(kNull));
  if (!element.content.empty()) return error("null with content that ends");
  return {};
}

}  // namespace anchorhold::der
