#include "aot/recipe.h"

#include <set>

#include "base/hex.h"
#include "base/printable.h"
#include "codec/json.h"

namespace anchorhold::aot {
namespace {

constexpr const char* recipe_format = "anchorhold wasm recipe v1";

json::Value texts(const std::vector<std::string>& list) {
  return json::Array(list.begin(), list.end());
}

json::Value digests(const std::map<std::string, Digest256>& files) {
  json::Object out;
  for (const auto& [name, digest] : files) out.emplace(name, to_hex(digest));
  return out;
}

// flattened: every leaf by its path, so that two recipes compare line by line.
void flatten_into(const json::Value& value, const std::string& path,
                  std::map<std::string, std::string>& out) {
  if (!value.is_object()) {
    out.emplace(path, value.is_string() ? value.as_string() : json::canonical(value));
    return;
  }
  for (const auto& [key, member] : value.as_object())
    flatten_into(member, path.empty() ? key : path + " " + key, out);
}

Result<std::map<std::string, std::string>> leaves(std::string_view text) {
  AH_ASSIGN(json::Value value, json::parse("recipe", text));
  const json::Value* format = value.find("format");
  if (format == nullptr || *format != json::Value(recipe_format)) {
    return Error{Code::unsupported, "recipe", "of another format"}.want(recipe_format);
  }
  std::map<std::string, std::string> out;
  flatten_into(value, "", out);
  out.erase("program");
  return out;
}

}  // namespace

std::string encode_recipe(const Recipe& recipe) {
  json::Object tools(recipe.tools.begin(), recipe.tools.end());
  json::Object flags;
  for (const auto& [step, list] : recipe.flags) flags.emplace(step, texts(list));
  return json::canonical(json::Value::object({{"format", recipe_format},
                                              {"module", to_hex(recipe.module)},
                                              {"program", to_hex(recipe.program)},
                                              {"tools", std::move(tools)},
                                              {"flags", std::move(flags)},
                                              {"runner", digests(recipe.runner)},
                                              {"libraries", digests(recipe.libraries)}}));
}

Result<std::vector<std::string>> compare_recipes(std::string_view theirs, std::string_view ours) {
  AH_ASSIGN(const auto before, leaves(theirs));
  AH_ASSIGN(const auto after, leaves(ours));
  std::set<std::string> names;
  for (const auto& [name, value] : before) names.insert(name);
  for (const auto& [name, value] : after) names.insert(name);
  std::vector<std::string> out;
  const auto show = [](const auto& recipe, const std::string& name) {
    const auto found = recipe.find(name);
    return found == recipe.end() ? "nothing" : printable(found->second);
  };
  for (const std::string& name : names) {
    const std::string was = show(before, name);
    const std::string is = show(after, name);
    if (was != is) out.push_back(printable(name) + ": " + was + ", here " + is);
  }
  return out;
}

}  // namespace anchorhold::aot
