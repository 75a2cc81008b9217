#include "codec/json_fields.h"

#include "base/base64.h"

namespace anchorhold::json {

namespace {
Error wrong_type(std::string place, std::string_view wanted, const Value& seen) {
  return Error{Code::malformed, std::move(place), "wrong type"}
      .want(std::string(wanted))
      .saw(std::string(seen.type_name()));
}
}  // namespace

Fields::Fields(std::string where, const Value& value) : where_(std::move(where)), value_(value) {}

std::string Fields::place(std::string_view key) const {
  return where_ + "." + std::string(key);
}

Result<const Value*> Fields::any(std::string_view key) {
  if (!value_.is_object()) return wrong_type(where_, "object", value_);
  asked_.emplace(key);
  const Value* found = value_.find(key);
  if (found == nullptr) return Error{Code::malformed, place(key), "missing"};
  return found;
}

Result<const Value*> Fields::member(std::string_view key, Is is, std::string_view type) {
  AH_ASSIGN(const Value* found, any(key));
  if (!(found->*is)()) return wrong_type(place(key), type, *found);
  return found;
}

Result<std::string> Fields::text(std::string_view key) {
  AH_ASSIGN(const Value* found, member(key, &Value::is_string, "string"));
  return found->as_string();
}

Result<int64_t> Fields::integer(std::string_view key, int64_t min, int64_t max) {
  AH_ASSIGN(const Value* found, member(key, &Value::is_integer, "integer"));
  const int64_t value = found->as_integer();
  if (value < min || value > max) {
    return Error{Code::malformed, place(key), "out of range"}
        .want(std::to_string(min) + " to " + std::to_string(max))
        .saw(std::to_string(value));
  }
  return value;
}

Result<bool> Fields::boolean(std::string_view key) {
  AH_ASSIGN(const Value* found, member(key, &Value::is_bool, "boolean"));
  return found->as_bool();
}

Result<const Value*> Fields::object(std::string_view key) {
  return member(key, &Value::is_object, "object");
}

Result<const Value*> Fields::array(std::string_view key) {
  return member(key, &Value::is_array, "array");
}

Result<std::vector<std::string>> Fields::texts(std::string_view key) {
  AH_ASSIGN(const Value* list, array(key));
  std::vector<std::string> out;
  for (const Value& item : list->as_array()) {
    if (!item.is_string()) return wrong_type(item_place(place(key), out.size()), "string", item);
    out.push_back(item.as_string());
  }
  return out;
}

Result<Time> Fields::time(std::string_view key) {
  AH_ASSIGN(const std::string value, text(key));
  return parse_time(place(key), value);
}

Result<Bytes> Fields::base64url(std::string_view key) {
  AH_ASSIGN(const std::string value, text(key));
  return from_base64(place(key), value, Base64::url);
}

Result<std::optional<std::string>> Fields::optional_text(std::string_view key) {
  if (!has(key)) return std::optional<std::string>();
  AH_ASSIGN(std::string value, text(key));
  return std::optional(std::move(value));
}

Result<std::optional<int64_t>> Fields::optional_integer(std::string_view key, int64_t min,
                                                        int64_t max) {
  if (!has(key)) return std::optional<int64_t>();
  AH_ASSIGN(const int64_t value, integer(key, min, max));
  return std::optional(value);
}

Result<bool> Fields::boolean_or(std::string_view key, bool otherwise) {
  return has(key) ? boolean(key) : Result<bool>(otherwise);
}

Result<const Value*> Fields::optional_object(std::string_view key) {
  return has(key) ? object(key) : Result<const Value*>(nullptr);
}

Result<const Value*> Fields::optional_array(std::string_view key) {
  return has(key) ? array(key) : Result<const Value*>(nullptr);
}

Status Fields::finish() const {
  if (!value_.is_object()) return wrong_type(where_, "object", value_);
  for (const auto& [key, value] : value_.as_object()) {
    if (!asked_.contains(key)) return Error{Code::malformed, place(key), "unknown member"};
  }
  return {};
}

std::string item_place(std::string_view where, size_t index) {
  return std::string(where) + "[" + std::to_string(index) + "]";
}

}  // namespace anchorhold::json
