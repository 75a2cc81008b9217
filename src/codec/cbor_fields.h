#pragma once
// Fields: reads a CBOR map whose text keys are all known, the counterpart of json::Fields.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/cbor.h"

namespace anchorhold::cbor {

// Fields: ask for each key, then finish(). Errors name the place and the kind seen, never a value.
// `map` must outlive the reader; strings stay views into the decoded input. A value that is not a
// map fails at the first question and at finish().
class Fields {
 public:
  Fields(std::string where, const Value& map);

  const std::string& where() const { return where_; }
  bool has(std::string_view key) const { return map_.find(key) != nullptr; }

  // A missing key, or a value of another kind, is malformed; sizes outside min..max are
  // limit_exceeded.
  Result<ByteView> bytes(std::string_view key, size_t min, size_t max);
  Result<std::string_view> text(std::string_view key, size_t max);
  Result<uint64_t> uint(std::string_view key, uint64_t max);
  Result<bool> boolean(std::string_view key);
  Result<const Value*> map(std::string_view key);
  Result<const Value*> array(std::string_view key);
  Result<const Value*> any(std::string_view key);

  // Missing or null is nullopt: genuine Nitro documents write null where AWS's text demands
  // absence.
  Result<std::optional<ByteView>> optional_bytes(std::string_view key, size_t max);

  std::string place(std::string_view key) const;

  // finish: refuses keys that nobody asked for, and keys that are not text.
  Status finish() const;

 private:
  Result<const Value*> member(std::string_view key, Kind kind);

  std::string where_;
  const Value& map_;
  std::vector<const Value*> asked_;
};

}  // namespace anchorhold::cbor
