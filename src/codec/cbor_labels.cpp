#include "codec/cbor_labels.h"

#include <algorithm>

namespace anchorhold::cbor {

namespace {

Error wrong_type(std::string place, std::string_view want, const Value& seen) {
  return Error{Code::malformed, std::move(place), "wrong type"}
      .want(std::string(want))
      .saw(std::string(kind_name(seen.kind())));
}

Error wrong_size(std::string place, size_t min, size_t max, size_t seen) {
  return Error{Code::malformed, std::move(place), "wrong size"}
      .want(min == max ? std::to_string(min) : std::to_string(min) + " to " + std::to_string(max))
      .saw(std::to_string(seen));
}

}  // namespace

std::string Labels::place(Label label) const {
  return where_ + "." + std::string(label.name);
}

Result<const Value*> Labels::member(Label label, Kind kind) {
  if (map_.kind() != Kind::map) return wrong_type(where_, "map", map_);
  asked_.push_back(label.number);
  const Value* found = map_.find(label.number);
  if (found == nullptr) {
    return Error{Code::malformed, place(label), "missing"}.want("claim " +
                                                                std::to_string(label.number));
  }
  if (found->kind() != kind) return wrong_type(place(label), kind_name(kind), *found);
  return found;
}

Result<ByteView> Labels::bytes(Label label, size_t min, size_t max) {
  AH_ASSIGN(const Value* found, member(label, Kind::bytes));
  const ByteView value = found->string();
  if (value.size() < min || value.size() > max) {
    return wrong_size(place(label), min, max, value.size());
  }
  return value;
}

Result<std::string_view> Labels::text(Label label, size_t max) {
  AH_ASSIGN(const Value* found, member(label, Kind::text));
  const std::string_view value = text_of(found->string());
  if (value.size() > max) return wrong_size(place(label), 0, max, value.size());
  return value;
}

Result<uint64_t> Labels::uint(Label label, uint64_t max) {
  AH_ASSIGN(const Value* found, member(label, Kind::unsigned_integer));
  if (found->argument() > max) {
    return Error{Code::malformed, place(label), "too large"}
        .want("at most " + std::to_string(max))
        .saw(std::to_string(found->argument()));
  }
  return found->argument();
}

Result<int64_t> Labels::integer(Label label) {
  const Value* negative = map_.find(label.number);
  const bool below_zero = negative != nullptr && negative->kind() == Kind::negative_integer;
  AH_ASSIGN(const Value* found,
            member(label, below_zero ? Kind::negative_integer : Kind::unsigned_integer));
  const auto value = found->as_int();
  if (!value) return Error{Code::malformed, place(label), "does not fit into 64 bits"};
  return *value;
}

Result<const Value*> Labels::array(Label label, size_t min, size_t max) {
  AH_ASSIGN(const Value* found, member(label, Kind::array));
  const size_t count = found->items().size();
  if (count < min || count > max) return wrong_size(place(label), min, max, count);
  return found;
}

Result<const Value*> Labels::map(Label label) {
  return member(label, Kind::map);
}

Result<std::optional<ByteView>> Labels::optional_bytes(Label label, size_t min, size_t max) {
  if (!has(label)) return std::optional<ByteView>();
  AH_ASSIGN(const ByteView value, bytes(label, min, max));
  return std::optional<ByteView>(value);
}

Result<std::optional<std::string_view>> Labels::optional_text(Label label, size_t max) {
  if (!has(label)) return std::optional<std::string_view>();
  AH_ASSIGN(const std::string_view value, text(label, max));
  return std::optional<std::string_view>(value);
}

Result<std::optional<uint64_t>> Labels::optional_uint(Label label, uint64_t max) {
  if (!has(label)) return std::optional<uint64_t>();
  AH_ASSIGN(const uint64_t value, uint(label, max));
  return std::optional<uint64_t>(value);
}

std::vector<const Value*> Labels::unasked() const {
  std::vector<const Value*> out;
  for (size_t i = 0; i < map_.map_size(); ++i) {
    const auto number = map_.key(i).as_int();
    if (!number || std::ranges::find(asked_, *number) == asked_.end()) out.push_back(&map_.key(i));
  }
  return out;
}

}  // namespace anchorhold::cbor
