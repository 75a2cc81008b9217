#pragma once
// The author's form: TOML. It says the same as the sealed form, with file names where contents will
// be, and without what `seal` adds. docs/contract.md is its reference.

#include <map>

#include "contract/contract.h"

namespace anchorhold::contract {

struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
};

// Draft: TOML as a tree, with the place of every key so that any later refusal can point at it.
struct Draft {
  std::string object;  // the file's name, for errors
  json::Value tree;
  std::map<std::string, Place> places;  // "outputs.model.recipients" -> where it is written
  std::set<std::string> files;          // every file named, relative to the TOML's own folder

  // locate: the same error with "file:line:column" in front, from the longest part of its object
  // that has a place.
  Error locate(Error error) const;
};

// parse_toml: syntax, sizes and file names only. Duplicate keys are refused with line and column.
Result<Draft> parse_toml(std::string_view object, std::string_view text);

// Files: the content of every file in Draft::files, by that name.
using Files = std::map<std::string, Bytes>;

// resolve: the draft as a contract without measurements and agents, with every rule of the sealed
// form checked. The image's digest may still be missing (empty). Errors carry line and column.
Result<Contract> resolve(const Draft& draft, const Files& files);

}  // namespace anchorhold::contract
