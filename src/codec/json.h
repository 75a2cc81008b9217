#pragma once
// JSON (RFC 8259) read strictly as I-JSON (RFC 7493), and its canonical form (RFC 8785).

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "codec/utf8.h"

namespace anchorhold::json {

class Value;
using Array = std::vector<Value>;
// Object: walks its members in the order of the canonical form.
using Object = std::map<std::string, Value, Utf16Less>;

// Integers beyond this magnitude do not survive every JSON program (RFC 7493 section 2.2): write
// them as text.
inline constexpr int64_t kMaxInteger = (int64_t{1} << 53) - 1;

// Value: one JSON value. A number has one representation: whole numbers up to kMaxInteger are
// integers, all others are doubles, so that equal numbers are equal values. A double that is not
// finite becomes null, as ECMAScript writes it. Texts are UTF-8; the parser guarantees it, a
// builder must.
class Value {
 public:
  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}
  Value(std::same_as<bool> auto value) : data_(value) {}
  Value(double value);
  // Beyond kMaxInteger the nearest double is kept, as a parser of the text would.
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T value) : data_(nullptr) {
    if (std::cmp_less_equal(value, kMaxInteger) && std::cmp_greater_equal(value, -kMaxInteger)) {
      data_ = static_cast<int64_t>(value);
    } else {
      data_ = static_cast<double>(value);
    }
  }
  Value(const char* text) : data_(std::string(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(Array array) : data_(std::move(array)) {}
  Value(Object object) : data_(std::move(object)) {}
  // Not inline: the variant's visits would be compiled into every caller.
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();

  // Value::object({{"a", 1}, {"b", "text"}}); a repeated key keeps the first value.
  static Value object(std::initializer_list<std::pair<const std::string, Value>> members = {});
  static Value array(std::initializer_list<Value> items = {});

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(data_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(data_); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }

  // as_: the caller has asked is_ first; anything else aborts. json::Fields asks and explains.
  bool as_bool() const { return std::get<bool>(data_); }
  int64_t as_integer() const { return std::get<int64_t>(data_); }
  double as_number() const;
  const std::string& as_string() const { return std::get<std::string>(data_); }
  const Array& as_array() const { return std::get<Array>(data_); }
  Array& as_array() { return std::get<Array>(data_); }
  const Object& as_object() const { return std::get<Object>(data_); }
  Object& as_object() { return std::get<Object>(data_); }

  // find: the member, or null when there is none or this is not an object.
  const Value* find(std::string_view key) const;
  // set: adds or replaces a member; this must be an object.
  void set(std::string key, Value value);

  // type_name: "null", "boolean", "number", "string", "array" or "object", for error messages.
  std::string_view type_name() const;

  bool operator==(const Value& other) const;

 private:
  std::variant<std::nullptr_t, bool, int64_t, double, std::string, Array, Object> data_;
};

// Limits on what a parser takes; more is Code::limit_exceeded.
struct Limits {
  size_t bytes = size_t{16} << 20;
  size_t depth = 64;                // nested arrays and objects
  size_t values = size_t{1} << 20;  // of any type, in all
};

// parse: the one value that `text` holds. Refused as malformed with line and column: duplicate
// keys, text that is not UTF-8, lone surrogates, a byte order mark, numbers out of a double's
// range, anything after the value. `object` names the text in errors, which never quote it (it may
// hold a secret), duplicate keys apart.
Result<Value> parse(std::string_view object, std::string_view text, Limits limits = {});

// canonical: the form of RFC 8785: one text for each value, so that it can be hashed and signed.
std::string canonical(const Value& value);

// pretty: the same with line ends and two-space indents, for people; ends with a line end.
std::string pretty(const Value& value);

// format_number: a finite double as ECMAScript's Number::toString writes it (RFC 8785
// section 3.2.2.3).
std::string format_number(double value);

}  // namespace anchorhold::json
