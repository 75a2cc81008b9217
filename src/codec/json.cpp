#include "codec/json.h"

#include <cmath>

namespace anchorhold::json {

Value::Value(double value) : data_(nullptr) {
  if (!std::isfinite(value)) return;
  if (value == std::trunc(value) && std::fabs(value) <= static_cast<double>(kMaxInteger)) {
    data_ = static_cast<int64_t>(value);
  } else {
    data_ = value;
  }
}

Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

Value Value::object(std::initializer_list<std::pair<const std::string, Value>> members) {
  return Object(members);
}

Value Value::array(std::initializer_list<Value> items) {
  return Array(items.begin(), items.end());
}

double Value::as_number() const {
  return is_integer() ? static_cast<double>(as_integer()) : std::get<double>(data_);
}

const Value* Value::find(std::string_view key) const {
  const Object* members = std::get_if<Object>(&data_);
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

void Value::set(std::string key, Value value) {
  as_object().insert_or_assign(std::move(key), std::move(value));
}

std::string_view Value::type_name() const {
  if (is_null()) return "null";
  if (is_bool()) return "boolean";
  if (is_number()) return "number";
  if (is_string()) return "string";
  return is_array() ? "array" : "object";
}

bool Value::operator==(const Value& other) const {
  return data_ == other.data_;
}

}  // namespace anchorhold::json
