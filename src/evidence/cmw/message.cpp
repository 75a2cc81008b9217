#include "evidence/cmw/message.h"

#include "evidence/cmw/read.h"
#include "evidence/cmw/shape.h"

namespace anchorhold::cmw {
namespace {

// RFC 9277 section 4.3: 0x63740101 plus the number, leaving out low octets of zero.
constexpr uint64_t first_tag = 0x63740101;
constexpr uint64_t row = 255;  // numbers in 256 tags
constexpr uint64_t row_of_tags = 256;
constexpr uint64_t last_tagged_format = 65024;

}  // namespace

std::string type_text(const Type& type) {
  if (const auto* number = std::get_if<uint16_t>(&type))
    return "content format " + std::to_string(*number);
  return std::get<std::string>(type);
}

std::string label_text(const Label& label) {
  if (const auto* number = std::get_if<int64_t>(&label)) return std::to_string(*number);
  return std::get<std::string>(label);
}

bool Collection::operator==(const Collection& other) const {
  return type == other.type && entries == other.entries;
}

bool Entry::operator==(const Entry& other) const {
  return label == other.label && message == other.message;
}

uint64_t tag_of(uint16_t content_format) {
  return first_tag + content_format / row * row_of_tags + content_format % row;
}

std::optional<uint16_t> content_format_of(uint64_t tag) {
  if (tag < first_tag) return std::nullopt;
  const uint64_t distance = tag - first_tag;
  const uint64_t format = distance / row_of_tags * row + distance % row_of_tags;
  if (distance % row_of_tags == row || format > last_tagged_format) return std::nullopt;
  return static_cast<uint16_t>(format);
}

bool looks_like_message(ByteView bytes) {
  if (is_signed(bytes)) return true;
  if (is_json(bytes)) {
    if (is_list_of_other_things(bytes)) return false;  // without reading all of it
    const auto value = json::parse("CMW", text_of(bytes), json_limits);
    return value.ok() && has_shape(*value);
  }
  const auto value = cbor::decode("CMW", bytes, cbor_rules);
  return value.ok() && has_shape(*value);
}

Result<Unverified<Message>> parse_message(ByteView bytes) {
  if (is_signed(bytes)) {
    return Error{Code::unsupported, "CMW", "a signed CMW"}
        .want("a CMW without a signature of its own")
        .advise("take its payload out: every piece of evidence in it is signed by itself");
  }
  Result<Message> message = is_json(bytes) ? read_json(bytes) : read_cbor(bytes);
  if (!message.ok()) return message.take_error();
  return Unverified<Message>(*std::move(message));
}

}  // namespace anchorhold::cmw
