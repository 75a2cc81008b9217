#include "evidence/nvgpu/canonical.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace anchorhold::nvgpu::xml {
namespace {

// What stands for a character in text, and in an attribute's value; empty for itself.
std::string_view escaped(char c, bool in_attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return in_attribute ? "" : "&gt;";
    case '"':
      return in_attribute ? "&quot;" : "";
    case '\t':
      return in_attribute ? "&#x9;" : "";
    case '\n':
      return in_attribute ? "&#xA;" : "";
    case '\r':
      return "&#xD;";
    default:
      return "";
  }
}

std::string qualified(const Name& name) {
  return name.prefix.empty() ? name.local : name.prefix + ":" + name.local;
}

class Writer {
 public:
  explicit Writer(const Node* omitted) : omitted_(omitted) {}

  void write(const Node& node) {
    if (node.is_text()) return characters(node.text, false);
    if (&node == omitted_) return;
    const size_t outer = in_force_.size();
    const std::string name = qualified(node.name);
    out_ += "<" + name;
    declarations(node);
    attributes(node);
    out_ += ">";
    for (const Node& child : node.children) write(child);
    out_ += "</" + name + ">";
    in_force_.resize(outer);
  }

  Bytes take() const { return copy_of(bytes_of(out_)); }

 private:
  void characters(std::string_view text, bool in_attribute) {
    for (const char c : text) {
      const std::string_view instead = escaped(c, in_attribute);
      if (instead.empty()) {
        out_ += c;
      } else {
        out_ += instead;
      }
    }
  }

  void attribute(const std::string& name, std::string_view value) {
    out_ += " " + name + "=\"";
    characters(value, true);
    out_ += "\"";
  }

  std::string_view in_force(std::string_view prefix) const {
    const auto found = std::ranges::find(in_force_.rbegin(), in_force_.rend(), prefix,
                                         [](const Declaration* one) { return one->prefix; });
    return found == in_force_.rend() ? std::string_view() : (*found)->ns;
  }

  // Namespaces come first, by prefix, and only where they differ from what the parent shows.
  void declarations(const Node& node) {
    std::vector<const Declaration*> sorted;
    for (const Declaration& one : node.declarations) sorted.push_back(&one);
    std::ranges::sort(sorted, {}, [](const Declaration* one) { return one->prefix; });
    for (const Declaration* one : sorted) {
      if (in_force(one->prefix) == one->ns) continue;
      attribute(one->prefix.empty() ? "xmlns" : "xmlns:" + one->prefix, one->ns);
      in_force_.push_back(one);
    }
  }

  // In the order of their namespace names, and of their local names in it.
  void attributes(const Node& node) {
    std::vector<const NamedValue*> sorted;
    for (const NamedValue& one : node.attributes) sorted.push_back(&one);
    std::ranges::sort(sorted, {}, [](const NamedValue* one) {
      return std::tuple<std::string_view, std::string_view>(one->name.ns, one->name.local);
    });
    for (const NamedValue* one : sorted) attribute(qualified(one->name), one->value);
  }

  const Node* omitted_;
  std::vector<const Declaration*> in_force_;
  std::string out_;
};

// The value of an attribute xml:`local` of the element itself; null when it has none.
const std::string* xml_attribute(const Node& node, std::string_view local) {
  for (const NamedValue& one : node.attributes) {
    if (one.name.ns == xml_ns && one.name.local == local) return &one.value;
  }
  return nullptr;
}

// Puts an attribute of the nearest of `path` that has it on `apex`.
void inherit(std::span<const Node* const> path, std::string_view local, Node& apex) {
  for (size_t i = path.size(); i-- > 0;) {
    const std::string* value = xml_attribute(*path[i], local);
    if (value == nullptr) continue;
    if (i + 1 < path.size()) {
      apex.attributes.push_back({{std::string(xml_ns), "xml", std::string(local)}, *value});
    }
    return;
  }
}

}  // namespace

Bytes canonical_document(const Node& root, const Node* omitted) {
  Writer writer(omitted);
  writer.write(root);
  return writer.take();
}

Result<Bytes> canonical_element(std::string_view object, std::span<const Node* const> path) {
  Node apex = *path.back();
  std::map<std::string, std::string> namespaces;
  for (const Node* node : path) {
    for (const Declaration& one : node->declarations) namespaces[one.prefix] = one.ns;
    if (node != path.back() && xml_attribute(*node, "base") != nullptr) {
      return Error{Code::unsupported, std::string(object), "xml:base is in force at a signed part"};
    }
  }
  apex.declarations.clear();
  for (const auto& [prefix, ns] : namespaces) apex.declarations.push_back({prefix, ns});
  inherit(path, "lang", apex);
  inherit(path, "space", apex);
  return canonical_document(apex, nullptr);
}

}  // namespace anchorhold::nvgpu::xml
