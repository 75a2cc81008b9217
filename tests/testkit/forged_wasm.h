#pragma once
// WebAssembly modules, section by section, with nothing checked.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace anchorhold::testkit::wasm {

// The bytes that parts of a module have (core specification 2.0, section 5.2).
Bytes leb(uint64_t value);
Bytes signed_leb(int64_t value);
Bytes name(std::string_view text);
// vec: a count and the items one after another.
Bytes vec(const std::vector<Bytes>& items);
Bytes join(const std::vector<Bytes>& parts);

// The sections' numbers.
inline constexpr uint8_t types = 1;
inline constexpr uint8_t imports = 2;
inline constexpr uint8_t functions = 3;
inline constexpr uint8_t tables = 4;
inline constexpr uint8_t memories = 5;
inline constexpr uint8_t globals = 6;
inline constexpr uint8_t exports = 7;
inline constexpr uint8_t start = 8;
inline constexpr uint8_t elements = 9;
inline constexpr uint8_t code = 10;
inline constexpr uint8_t data = 11;
inline constexpr uint8_t data_count = 12;
inline constexpr uint8_t tags = 13;

// A section as it stands in the file.
Bytes section(uint8_t id, ByteView content);
Bytes custom_section(std::string_view name, ByteView content);

// Parts of sections. Types of values are their bytes: 0x7f is i32.
Bytes function_type(const Bytes& params, const Bytes& results);
Bytes import_of(std::string_view module, std::string_view name, const Bytes& description);
Bytes export_of(std::string_view name, uint8_t kind, uint32_t index);
// body: without locals unless `locals` says which; `instructions` without their end.
Bytes body(const Bytes& instructions, const std::vector<Bytes>& locals = {});

// Sections: a module's sections by number, written in the order of the specification.
class Sections {
 public:
  // put: in place of the section of that number, if there is one.
  Sections& put(uint8_t id, Bytes content);
  Sections& remove(uint8_t id);
  const Bytes& at(uint8_t id) const { return content_.at(id); }
  std::vector<uint8_t> ids() const;

  Bytes module() const;

 private:
  std::map<uint8_t, Bytes> content_;
};

Bytes preamble();

// command: the smallest workload: exports memory of one page and `_start`, whose instructions are
// `instructions` and which has two locals of i32.
Sections command(const Bytes& instructions = {});

// full_command: a workload with every section, and an instruction of every kind.
Sections full_command();

// random_mutant: `module` with one to four edits, which `choose` makes: a number below its
// argument.
template <class Choose>
Bytes random_mutant(ByteView module, Choose choose) {
  Bytes mutant(module.begin(), module.end());
  const auto edits = 1 + choose(4);
  for (size_t i = 0; i < edits && !mutant.empty(); ++i) {
    const auto place = mutant.begin() + static_cast<std::ptrdiff_t>(choose(mutant.size()));
    switch (choose(4)) {
      case 0:
        *place = static_cast<uint8_t>(*place ^ (1U << choose(8)));
        break;
      case 1:
        *place = static_cast<uint8_t>(choose(256));
        break;
      case 2:
        mutant.insert(place, static_cast<uint8_t>(choose(256)));
        break;
      default:
        mutant.erase(place);
    }
  }
  return mutant;
}

}  // namespace anchorhold::testkit::wasm
