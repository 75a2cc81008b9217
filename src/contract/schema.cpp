#include "contract/schema.h"

#include <map>
#include <set>

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxNodes = 100'000;
constexpr size_t kMaxDepth = 32;
constexpr std::string_view kDefinitions = "#/definitions/";

// Members whose own members are names chosen by the author, each with a schema.
const std::set<std::string_view> kNamedSchemas = {"properties", "definitions", "dependencies"};
// Members that hold data, not schemas.
const std::set<std::string_view> kData = {"const", "enum", "default", "examples"};

// The keywords of JSON Schema draft 7 that the validator enforces, and those that only annotate.
// Any other would be passed over in silence, and with it what its author meant to keep in.
const std::set<std::string_view> kKeywords = {"$comment",
                                              "$ref",
                                              "$schema",
                                              "additionalItems",
                                              "allOf",
                                              "anyOf",
                                              "const",
                                              "additionalProperties",
                                              "contains",
                                              "default",
                                              "definitions",
                                              "dependencies",
                                              "description",
                                              "else",
                                              "enum",
                                              "examples",
                                              "if",
                                              "items",
                                              "maxItems",
                                              "exclusiveMaximum",
                                              "maxLength",
                                              "maxProperties",
                                              "maximum",
                                              "exclusiveMinimum",
                                              "minItems",
                                              "minLength",
                                              "minProperties",
                                              "minimum",
                                              "multipleOf",
                                              "not",
                                              "oneOf",
                                              "properties",
                                              "propertyNames",
                                              "required",
                                              "then",
                                              "title",
                                              "type",
                                              "uniqueItems"};
// Beside a reference draft 7 passes over every keyword that asserts something.
const std::set<std::string_view> kBesideReference = {"$ref",        "$comment", "$schema",
                                                     "definitions", "title",    "description"};

Error refused(const std::string& where, std::string why) {
  return Error{Code::unsupported, where, std::move(why)};
}

// Expansion: counts the nodes of a schema with every reference followed.
class Expansion {
 public:
  explicit Expansion(const json::Value* definitions) : definitions_(definitions) {}

  Result<size_t> schema(const std::string& where, const json::Value& value, size_t depth) {
    if (depth > kMaxDepth)
      return refused(where, "nested too deeply").want("at most " + std::to_string(kMaxDepth));
    size_t nodes = 1;
    if (value.is_array()) {
      for (size_t i = 0; i < value.as_array().size(); ++i) {
        AH_TRY(add(nodes,
                   schema(where + "[" + std::to_string(i) + "]", value.as_array()[i], depth + 1)));
      }
    }
    if (!value.is_object()) return nodes;
    for (const auto& [key, member] : value.as_object()) {
      const std::string place = where + "." + key;
      if (key == "pattern" || key == "patternProperties") {
        return refused(place, "regular expressions are not supported")
            .advise("use enum, const or length bounds");
      }
      if (key == "uniqueItems" && value.find("maxItems") == nullptr) {
        return refused(place, "takes time that grows with the square of the items")
            .advise("bound them with maxItems beside it");
      }
      if (!kKeywords.contains(key)) {
        return refused(place, "not a keyword that is enforced").want("JSON Schema draft 7");
      }
      if (value.find("$ref") != nullptr && !kBesideReference.contains(key))
        return refused(place, "stands beside $ref, where it has no effect");
      if (key == "$ref") {
        AH_TRY(add(nodes, reference(place, member, depth)));
      } else if (kNamedSchemas.contains(key) && member.is_object()) {
        for (const auto& [name, inner] : member.as_object()) {
          AH_TRY(add(nodes, schema(place + "." + name, inner, depth + 1)));
        }
      } else if (!kData.contains(key)) {
        AH_TRY(add(nodes, schema(place, member, depth + 1)));
      }
    }
    return nodes;
  }

 private:
  Result<size_t> reference(const std::string& where, const json::Value& target, size_t depth) {
    if (!target.is_string() || !target.as_string().starts_with(kDefinitions)) {
      return refused(where, "a reference that leaves the definitions of this document")
          .want("#/definitions/NAME");
    }
    const std::string name = target.as_string().substr(kDefinitions.size());
    if (const auto known = sizes_.find(name); known != sizes_.end()) return known->second;
    const json::Value* definition = definitions_ == nullptr ? nullptr : definitions_->find(name);
    if (definition == nullptr)
      return Error{Code::malformed, where, "refers to no definition of this document"};
    if (!open_.insert(name).second) return refused(where, "refers to itself in a circle");
    AH_ASSIGN(const size_t size, schema("definitions." + name, *definition, depth + 1));
    open_.erase(name);
    return sizes_[name] = size;
  }

  static Status add(size_t& nodes, Result<size_t> more) {
    if (!more.ok()) return more.take_error();
    nodes += *more;
    if (nodes > kMaxNodes)
      return Error{Code::limit_exceeded, "schema", "expands to too many nodes"};
    return {};
  }

  const json::Value* definitions_;
  std::map<std::string, size_t> sizes_;
  std::set<std::string> open_;
};

}  // namespace

Status check_schema(std::string_view where, const json::Value& schema) {
  const std::string root(where);
  if (!schema.is_object()) return Error{Code::malformed, root, "a JSON Schema must be an object"};
  auto nodes = Expansion(schema.find("definitions")).schema(root, schema, 0);
  return nodes.ok() ? Status() : nodes.take_error();
}

}  // namespace anchorhold::contract
