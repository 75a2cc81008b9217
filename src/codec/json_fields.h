#pragma once
// Fields: reads an object of one of our own formats, where every member is known and every other
// one is refused.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "base/time.h"
#include "codec/json.h"

namespace anchorhold::json {

// Fields: ask for each member by name, then finish(). Errors name the place
// ("contract.inputs[2].owner"), what was expected and the type that was seen, never a value.
// `value` must outlive the reader. A value that is not an object fails at the first question and at
// finish().
class Fields {
 public:
  Fields(std::string where, const Value& value);

  const std::string& where() const { return where_; }
  bool has(std::string_view key) const { return value_.find(key) != nullptr; }

  // A missing member or one of another type is malformed.
  Result<std::string> text(std::string_view key);
  Result<int64_t> integer(std::string_view key, int64_t min, int64_t max);
  Result<bool> boolean(std::string_view key);
  Result<const Value*> object(std::string_view key);
  Result<const Value*> array(std::string_view key);
  Result<const Value*> any(std::string_view key);
  Result<std::vector<std::string>> texts(std::string_view key);
  // RFC 3339 in UTC.
  Result<Time> time(std::string_view key);
  // Lower-case hexadecimal of exactly N bytes.
  template <size_t N>
  Result<ByteArray<N>> hex(std::string_view key) {
    AH_ASSIGN(const std::string digits, text(key));
    return fixed_from_hex<N>(place(key), digits);
  }
  // Base64url without padding.
  Result<Bytes> base64url(std::string_view key);

  // A missing member is nullopt, null or empty; null is not missing.
  Result<std::optional<std::string>> optional_text(std::string_view key);
  Result<std::optional<int64_t>> optional_integer(std::string_view key, int64_t min, int64_t max);
  Result<bool> boolean_or(std::string_view key, bool otherwise);
  Result<const Value*> optional_object(std::string_view key);
  Result<const Value*> optional_array(std::string_view key);

  // place: "where.key", for errors of the caller's own about a member.
  std::string place(std::string_view key) const;

  // finish: refuses members that nobody asked for, by name and place.
  Status finish() const;

 private:
  using Is = bool (Value::*)() const;
  Result<const Value*> member(std::string_view key, Is is, std::string_view type);

  std::string where_;
  const Value& value_;
  std::set<std::string, std::less<>> asked_;
};

// item_place: "where[index]", the place of an array's item.
std::string item_place(std::string_view where, size_t index);

}  // namespace anchorhold::json
