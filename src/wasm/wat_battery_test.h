#pragma once
// Modules as text: one of each instruction that is supported, and one of each extension that is
// not.

#include <string>
#include <vector>

namespace anchorhold::wasm {

struct WatText {
  std::string name;
  std::string text;
};

// supported_texts: together they have every instruction and every kind of declaration.
std::vector<WatText> supported_texts();

struct ExtensionText {
  std::string feature;  // as the refusal names it
  std::string text;
};

// extension_texts: modules that wat2wasm --enable-all writes.
std::vector<ExtensionText> extension_texts();

}  // namespace anchorhold::wasm
