#pragma once
// The author's form: TOML. It says the same as the sealed form, with file names where contents will
// be, and without what `seal` adds. docs/contract.md is its reference.

#include <map>

#include "codec/toml.h"
#include "contract/contract.h"

namespace anchorhold::contract {

// Draft: TOML as a tree, with the place of every key so that any later refusal can point at it.
struct Draft : toml::Document {
  std::set<std::string> files;  // every file named, relative to the TOML's own folder
};

// parse_toml: syntax, sizes and file names only. Duplicate keys are refused with line and column.
Result<Draft> parse_toml(std::string_view object, std::string_view text);

// Files: the content of every file in Draft::files, by that name.
using Files = std::map<std::string, Bytes>;

// resolve: the draft as a contract without measurements and agents, with every rule of the sealed
// form checked. The image's digest may still be missing (empty). Errors carry line and column.
Result<Contract> resolve(const Draft& draft, const Files& files);

}  // namespace anchorhold::contract
