#pragma once
// TOML 1.0 as our JSON values, with the place of every key, for the files that people write.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "codec/json.h"

namespace anchorhold::toml {

struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
};

// Document: a TOML text as a tree. Times are RFC 3339 texts in UTC.
struct Document {
  std::string object;  // the file's name, for errors
  std::string root;    // what paths begin with
  json::Value tree;
  std::map<std::string, Place> places;  // "contract.outputs.model" -> where it is written

  // locate: the same error with "file:line:column" in front, from the longest part of its object
  // that has a place.
  Error locate(Error error) const;
};

// parse: syntax and sizes only. Refused, with line and column: more than 1 MiB, duplicate keys,
// nesting beyond 16, times without an offset, floats, integers beyond 2^53 - 1. `root` names the
// tree in paths.
Result<Document> parse(std::string_view object, std::string_view text, std::string_view root);

}  // namespace anchorhold::toml
