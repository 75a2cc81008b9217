#include "evidence/cmw/shape.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "codec/cose.h"
#include "evidence/cmw/message.h"

namespace anchorhold::cmw {
namespace {

constexpr std::array<uint64_t, 2> cmw_formats = {273, 274};  // application/cmw+cbor, +json
constexpr size_t max_protected_header = 4096;

bool is_cmw_type(std::string_view type) {
  constexpr std::string_view prefix = "application/";
  if (type.starts_with(prefix)) type.remove_prefix(prefix.size());
  return type.starts_with("cmw+cbor") || type.starts_with("cmw+json");
}

bool is_signed_cbor(ByteView bytes) {
  const auto message =
      cose::parse_sign1_any("CMW", bytes, {.allow_unprotected = true, .allow_detached = true});
  if (!message.ok()) return false;
  const cose::Header& header = message->header;
  if (header.type_text) return is_cmw_type(*header.type_text);
  return header.type_number &&
         std::ranges::find(cmw_formats, *header.type_number) != cmw_formats.end();
}

// The protected header of a JWS: up to the first point of a compact one, or a member of JSON.
std::string protected_header(ByteView bytes) {
  const std::string_view text = text_of(bytes);
  if (!is_json(bytes)) {
    const size_t point = text.find('.');
    return point == std::string_view::npos ? "" : std::string(text.substr(0, point));
  }
  if (text.front() == '[') return "";
  const auto value = json::parse("CMW", text, json_limits);
  const json::Value* holder = value.ok() ? &*value : nullptr;
  if (holder != nullptr) {
    const json::Value* list = holder->find("signatures");
    if (list != nullptr && list->is_array() && !list->as_array().empty())
      holder = &list->as_array().front();
  }
  const json::Value* member = holder == nullptr ? nullptr : holder->find("protected");
  return member == nullptr || !member->is_string() ? "" : member->as_string();
}

bool is_signed_json(ByteView bytes) {
  const std::string encoded = protected_header(bytes);
  if (encoded.empty() || encoded.size() > max_protected_header) return false;
  const auto header = from_base64("CMW", encoded, Base64::url);
  if (!header.ok()) return false;
  const auto value = json::parse("CMW", text_of(*header), json_limits);
  if (!value.ok()) return false;
  const json::Value* type = value->find("cty");
  return type != nullptr && type->is_string() && is_cmw_type(type->as_string());
}

bool has_slash(std::string_view text) {
  return text.find('/') != std::string_view::npos;
}

bool is_record(const cbor::Value& value) {
  if (value.kind() != cbor::Kind::array) return false;
  const auto& items = value.items();
  return (items.size() == 2 || items.size() == 3) && items[1].as_bytes() &&
         (items[0].as_uint() || (items[0].as_text() && has_slash(*items[0].as_text())));
}

bool is_record(const json::Value& value) {
  if (!value.is_array()) return false;
  const json::Array& items = value.as_array();
  return (items.size() == 2 || items.size() == 3) && items[0].is_string() &&
         has_slash(items[0].as_string()) && items[1].is_string();
}

}  // namespace

bool is_json(ByteView bytes) {
  return !bytes.empty() && (bytes[0] == '[' || bytes[0] == '{');
}

bool is_list_of_other_things(ByteView bytes) {
  const std::string_view text = text_of(bytes);
  const size_t first = text.find_first_not_of(" \t\r\n", 1);
  return text.front() == '[' && first != std::string_view::npos && text[first] != '"';
}

bool is_signed(ByteView bytes) {
  return is_signed_cbor(bytes) || is_signed_json(bytes);
}

bool has_shape(const cbor::Value& value) {
  if (value.kind() == cbor::Kind::tag)
    return content_format_of(value.argument()).has_value() && value.items().front().as_bytes();
  if (value.kind() != cbor::Kind::map) return is_record(value);
  bool any = false;
  for (size_t i = 0; i < value.map_size(); ++i) {
    if (value.key(i).as_text() == collection_type_key) continue;
    if (!has_shape(value.value(i))) return false;
    any = true;
  }
  return any;
}

bool has_shape(const json::Value& value) {
  if (!value.is_object()) return is_record(value);
  const json::Object& members = value.as_object();
  const auto is_entry = [](const auto& member) {
    return member.first == collection_type_key || has_shape(member.second);
  };
  return members.size() > members.count(std::string(collection_type_key)) &&
         std::ranges::all_of(members, is_entry);
}

}  // namespace anchorhold::cmw
