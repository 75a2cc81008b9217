#include "evidence/nvgpu/xml.h"

#include <algorithm>

namespace anchorhold::nvgpu::xml {

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

}  // namespace anchorhold::nvgpu::xml
