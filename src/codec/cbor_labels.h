#pragma once
// Labels: reads a CBOR map of claims by their labels: integers, as CWT and EAT have them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/cbor.h"

namespace anchorhold::cbor {

// Label: a claim's number together with its name in the format's specification, for messages.
struct Label {
  int64_t number;
  std::string_view name;
};

// Labels: ask for each claim that is known; the others stay, as RFC 9711 (EAT) demands of a
// receiver, and unasked() tells them. Errors name the place and the kind seen, never a value. `map`
// must outlive the reader; strings stay views into the decoded input. Nothing can be read from a
// value that is not a map.
class Labels {
 public:
  Labels(std::string where, const Value& map) : where_(std::move(where)), map_(map) {}

  const std::string& where() const { return where_; }
  bool has(Label label) const { return map_.find(label.number) != nullptr; }

  // A missing claim, one of another kind, or of a size outside min..max is malformed.
  Result<ByteView> bytes(Label label, size_t min, size_t max);
  Result<std::string_view> text(Label label, size_t max);
  Result<uint64_t> uint(Label label, uint64_t max);
  Result<int64_t> integer(Label label);
  Result<const Value*> array(Label label, size_t min, size_t max);
  Result<const Value*> map(Label label);

  // The same, absent being nullopt.
  Result<std::optional<ByteView>> optional_bytes(Label label, size_t min, size_t max);
  Result<std::optional<std::string_view>> optional_text(Label label, size_t max);
  Result<std::optional<uint64_t>> optional_uint(Label label, uint64_t max);

  std::string place(Label label) const;

  // unasked: the keys that nobody asked for, in the order of the map.
  std::vector<const Value*> unasked() const;

 private:
  Result<const Value*> member(Label label, Kind kind);

  std::string where_;
  const Value& map_;
  std::vector<int64_t> asked_;
};

}  // namespace anchorhold::cbor
