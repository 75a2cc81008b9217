#include "wasm/module.h"

#include <algorithm>

namespace anchorhold::wasm {
namespace {

std::string list_of(const std::vector<ValueType>& types) {
  std::string text = "(";
  for (const ValueType type : types) {
    if (text.size() > 1) text += ", ";
    text += type_name(type);
  }
  return text + ")";
}

}  // namespace

std::string_view type_name(ValueType type) {
  switch (type) {
    case ValueType::i32:
      return "i32";
    case ValueType::i64:
      return "i64";
    case ValueType::f32:
      return "f32";
    case ValueType::f64:
      return "f64";
    case ValueType::funcref:
      return "funcref";
    case ValueType::externref:
      return "externref";
  }
  return "";
}

std::string to_string(const FunctionType& type) {
  return list_of(type.params) + " -> " + list_of(type.results);
}

const Export* Module::find_export(std::string_view name) const {
  const auto found = std::find_if(exports.begin(), exports.end(),
                                  [&](const Export& each) { return each.name == name; });
  return found == exports.end() ? nullptr : &*found;
}

bool Module::is_declared(uint32_t function) const {
  return function < declared.size() && declared[function];
}

void Module::declare(uint32_t function) {
  if (declared.size() <= function) declared.resize(functions.size());
  declared[function] = true;
}

}  // namespace anchorhold::wasm
