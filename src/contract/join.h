#pragma once
// Lists for people. Internal to this module.

#include <string>

namespace anchorhold::contract {

// join: "a, b, c".
std::string join(const auto& names) {
  std::string out;
  for (const auto& name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace anchorhold::contract
