#include "evidence/nvgpu/xml.h"

#include <algorithm>
#include <array>

#include "evidence/nvgpu/canonical.h"

namespace anchorhold::nvgpu::xml {
namespace {

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

Element element_of(const Node& node) {
  Element out;
  out.ns = node.name.ns;
  out.name = node.name.local;
  for (const NamedValue& one : node.attributes) {
    out.attributes.push_back({one.name.ns, one.name.local, one.value});
  }
  for (const Node& child : node.children) {
    if (child.is_text()) {
      out.text += child.text;
    } else {
      out.children.push_back(element_of(child));
    }
  }
  return out;
}

size_t count_signatures(const Node& node) {
  size_t out = node.name.local == "Signature" ? 1 : 0;
  for (const Node& child : node.children) out += count_signatures(child);
  return out;
}

const Node* find_child(const Node& parent, std::string_view name) {
  const auto found = std::ranges::find_if(parent.children, [&](const Node& child) {
    return child.name.ns == dsig && child.name.local == name;
  });
  return found == parent.children.end() ? nullptr : &*found;
}

}  // namespace

const std::string* Element::attribute(std::string_view ns_name, std::string_view local_name) const {
  const auto found = std::ranges::find_if(attributes, [&](const Attribute& attribute) {
    return attribute.ns == ns_name && attribute.name == local_name;
  });
  return found == attributes.end() ? nullptr : &found->value;
}

Result<const Element*> Element::only_child(std::string_view ns_name,
                                           std::string_view local_name) const {
  const Element* found = nullptr;
  for (const Element& child : children) {
    if (!child.is(ns_name, local_name)) continue;
    if (found != nullptr) {
      return Error{Code::malformed, "element " + name,
                   "it has more than one " + std::string(local_name)};
    }
    found = &child;
  }
  if (found == nullptr) {
    return Error{Code::malformed, "element " + name, "it has no " + std::string(local_name)};
  }
  return found;
}

Result<SignedDocument> read_signed_document(std::string_view object, ByteView bytes) {
  AH_ASSIGN(const Node root, parse(object, bytes));
  const Node* signature = find_child(root, "Signature");
  if (signature == nullptr) return malformed(object, "it is not signed");
  if (count_signatures(root) != 1) return malformed(object, "it has more than one Signature");
  const Node* signed_info = find_child(*signature, "SignedInfo");
  if (signed_info == nullptr) return malformed(object, "its Signature has no SignedInfo");

  SignedDocument out;
  out.signature = element_of(*signature);
  const std::array path = {&root, signature, signed_info};
  AH_ASSIGN(out.signed_info, canonical_element(object, path));
  out.content = canonical_document(root, signature);
  AH_ASSIGN(const Node covered, parse(object, out.content));
  out.root = element_of(covered);
  return out;
}

}  // namespace anchorhold::nvgpu::xml
