#include "codec/cbor_fields.h"

#include <algorithm>

namespace anchorhold::cbor {

namespace {

std::string name_of(const Value& value) {
  return value.is_null() ? "null" : std::string(kind_name(value.kind()));
}

Error too_long(std::string place, size_t min, size_t max, size_t seen) {
  return Error{Code::limit_exceeded, std::move(place), "wrong size"}
      .want(std::to_string(min) + " to " + std::to_string(max) + " bytes")
      .saw(std::to_string(seen));
}

}  // namespace

Fields::Fields(std::string where, const Value& map) : where_(std::move(where)), map_(map) {}

std::string Fields::place(std::string_view key) const {
  return where_ + "." + std::string(key);
}

Result<const Value*> Fields::any(std::string_view key) {
  if (map_.kind() != Kind::map) {
    return Error{Code::malformed, where_, "wrong type"}.want("map").saw(name_of(map_));
  }
  const Value* found = map_.find(key);
  if (found == nullptr) return Error{Code::malformed, place(key), "missing"};
  asked_.push_back(found);
  return found;
}

Result<const Value*> Fields::member(std::string_view key, Kind kind) {
  AH_ASSIGN(const Value* found, any(key));
  if (found->kind() != kind) {
    return Error{Code::malformed, place(key), "wrong type"}
        .want(std::string(kind_name(kind)))
        .saw(name_of(*found));
  }
  return found;
}

Result<ByteView> Fields::bytes(std::string_view key, size_t min, size_t max) {
  AH_ASSIGN(const Value* found, member(key, Kind::bytes));
  const ByteView value = found->string();
  if (value.size() < min || value.size() > max) return too_long(place(key), min, max, value.size());
  return value;
}

Result<std::string_view> Fields::text(std::string_view key, size_t max) {
  AH_ASSIGN(const Value* found, member(key, Kind::text));
  const std::string_view value = text_of(found->string());
  if (value.size() > max) return too_long(place(key), 0, max, value.size());
  return value;
}

Result<uint64_t> Fields::uint(std::string_view key, uint64_t max) {
  AH_ASSIGN(const Value* found, member(key, Kind::unsigned_integer));
  if (found->argument() > max) {
    return Error{Code::limit_exceeded, place(key), "too large"}
        .want("at most " + std::to_string(max))
        .saw(std::to_string(found->argument()));
  }
  return found->argument();
}

Result<bool> Fields::boolean(std::string_view key) {
  AH_ASSIGN(const Value* found, any(key));
  const auto value = found->as_bool();
  if (!value) {
    return Error{Code::malformed, place(key), "wrong type"}.want("boolean").saw(name_of(*found));
  }
  return *value;
}

Result<const Value*> Fields::map(std::string_view key) {
  return member(key, Kind::map);
}
Result<const Value*> Fields::array(std::string_view key) {
  return member(key, Kind::array);
}

Result<std::optional<ByteView>> Fields::optional_bytes(std::string_view key, size_t max) {
  if (!has(key)) return std::optional<ByteView>();
  AH_ASSIGN(const Value* found, any(key));
  if (found->is_null()) return std::optional<ByteView>();
  AH_ASSIGN(const ByteView value, bytes(key, 0, max));
  return std::optional(value);
}

Status Fields::finish() const {
  if (map_.kind() != Kind::map) {
    return Error{Code::malformed, where_, "wrong type"}.want("map").saw(name_of(map_));
  }
  for (size_t i = 0; i < map_.map_size(); ++i) {
    if (std::ranges::find(asked_, &map_.value(i)) != asked_.end()) continue;
    const auto key = map_.key(i).as_text();
    if (!key)
      return Error{Code::malformed, where_, "a key that is not text"}.saw(name_of(map_.key(i)));
    return Error{Code::malformed, place(*key), "unknown key"};
  }
  return {};
}

}  // namespace anchorhold::cbor
