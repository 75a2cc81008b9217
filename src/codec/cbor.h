#pragma once
// CBOR (RFC 8949), read strictly and without copying. Strings are views into the input, which must
// outlive them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::cbor {

// Rules of one format. Whatever they say: integers and lengths have their shortest form, map keys
// are integers, byte or text strings and occur once, text is UTF-8, and the one item is the whole
// input.
struct Rules {
  bool allow_indefinite_maps = false;   // as Nitro firmware writes its payload since December 2025
  bool allow_indefinite_other = false;  // arrays and strings; strings are then joined into a copy
  bool require_canonical =
      false;  // RFC 8949 section 4.2.1: sorted keys, shortest floats, all definite
  size_t max_depth = 16;
  size_t max_items = 4096;  // data items in all, keys and tags included
};

enum class Kind : uint8_t {
  unsigned_integer,
  negative_integer,
  bytes,
  text,
  array,
  map,
  tag,
  simple,
  floating
};

// kind_name: "unsigned integer", "map" and so on, for error messages.
std::string_view kind_name(Kind kind);

// Value: one data item. A question of the wrong kind answers nullopt or null; cbor::Fields turns
// that into an error.
class Value {
 public:
  Kind kind() const { return kind_; }

  std::optional<uint64_t> as_uint() const;
  std::optional<int64_t> as_int() const;  // both integer kinds, as far as they fit
  std::optional<ByteView> as_bytes() const;
  std::optional<std::string_view> as_text() const;
  std::optional<bool> as_bool() const;
  std::optional<double> as_double() const;  // a float of any width
  bool is_null() const { return kind_ == Kind::simple && argument_ == 22; }
  bool is_undefined() const { return kind_ == Kind::simple && argument_ == 23; }

  // argument: the tag's number, the simple value's number, or n of an integer n or -1 - n.
  uint64_t argument() const { return argument_; }
  // bytes of a string of either kind.
  ByteView string() const { return string_; }

  // items: an array's items, a tag's one content, or a map's keys and values in turn as they came.
  const std::vector<Value>& items() const { return items_; }
  // For maps only: the i-th pair of map_size().
  size_t map_size() const { return items_.size() / 2; }
  const Value& key(size_t i) const { return items_[2 * i]; }
  const Value& value(size_t i) const { return items_[2 * i + 1]; }
  // find: the value under a key, or null when there is none or this is not a map.
  const Value* find(std::string_view key) const;
  const Value* find(int64_t key) const;

 private:
  friend class Decoder;
  Kind kind_ = Kind::simple;
  uint64_t argument_ = 22;
  ByteView string_;
  std::shared_ptr<const Bytes> joined_;  // owns string_ where chunks were joined
  std::vector<Value> items_;
};

// decode: the one item that is `input`. Errors are malformed (name `object` and the offset), or
// limit_exceeded for Rules::max_depth and max_items. Work and memory are bounded by the input's
// size and max_items, whatever lengths it claims.
Result<Value> decode(std::string_view object, ByteView input, const Rules& rules = {});

// Encoder: writes items in the order of the calls, each in its shortest form. array(n) and map(n)
// are followed by the n items or 2n keys and values. Map order is the caller's: RFC 8949
// section 4.2.1 sorts by encoded key.
class Encoder {
 public:
  Encoder& integer(int64_t value);
  Encoder& uint(uint64_t value);
  Encoder& bytes(ByteView value);
  Encoder& text(std::string_view value);
  Encoder& array(size_t count);
  Encoder& map(size_t pairs);
  Encoder& tag(uint64_t number);
  Encoder& boolean(bool value);
  Encoder& null();
  Encoder& simple(uint8_t number);  // not 24..31, which do not exist
  Encoder& floating(
      double value);  // the shortest of half, single and double that keeps the value; NaN is 7e00
  // value: a decoded item again; its maps keep their order.
  Encoder& value(const Value& value);
  // encoded: an item that is encoded already.
  Encoder& encoded(ByteView item);

  ByteView view() const { return out_; }
  Bytes take() { return std::move(out_); }

 private:
  Encoder& head(uint8_t major, uint64_t argument);
  Bytes out_;
};

// encode: `value` in definite, shortest form.
Bytes encode(const Value& value);

}  // namespace anchorhold::cbor
