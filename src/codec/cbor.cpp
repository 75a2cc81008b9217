#include "codec/cbor.h"

#include <bit>

namespace anchorhold::cbor {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::unsigned_integer:
      return "unsigned integer";
    case Kind::negative_integer:
      return "negative integer";
    case Kind::bytes:
      return "byte string";
    case Kind::text:
      return "text string";
    case Kind::array:
      return "array";
    case Kind::map:
      return "map";
    case Kind::tag:
      return "tag";
    case Kind::simple:
      return "simple value";
    case Kind::floating:
      return "float";
  }
  return "unknown";
}

std::optional<uint64_t> Value::as_uint() const {
  if (kind_ != Kind::unsigned_integer) return std::nullopt;
  return argument_;
}

std::optional<int64_t> Value::as_int() const {
  const bool integer = kind_ == Kind::unsigned_integer || kind_ == Kind::negative_integer;
  if (!integer || argument_ > INT64_MAX) return std::nullopt;
  const auto n = static_cast<int64_t>(argument_);
  return kind_ == Kind::unsigned_integer ? n : -1 - n;
}

std::optional<ByteView> Value::as_bytes() const {
  if (kind_ != Kind::bytes) return std::nullopt;
  return string_;
}

std::optional<std::string_view> Value::as_text() const {
  if (kind_ != Kind::text) return std::nullopt;
  return text_of(string_);
}

std::optional<bool> Value::as_bool() const {
  if (kind_ != Kind::simple || (argument_ != 20 && argument_ != 21)) return std::nullopt;
  return argument_ == 21;
}

std::optional<double> Value::as_double() const {
  if (kind_ != Kind::floating) return std::nullopt;
  return std::bit_cast<double>(argument_);
}

const Value* Value::find(std::string_view wanted) const {
  if (kind_ != Kind::map) return nullptr;
  for (size_t i = 0; i < map_size(); ++i) {
    if (key(i).kind_ == Kind::text && text_of(key(i).string_) == wanted) return &value(i);
  }
  return nullptr;
}

const Value* Value::find(int64_t wanted) const {
  if (kind_ != Kind::map) return nullptr;
  for (size_t i = 0; i < map_size(); ++i) {
    if (key(i).as_int() == wanted) return &value(i);
  }
  return nullptr;
}

}  // namespace anchorhold::cbor
