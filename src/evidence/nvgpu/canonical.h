#pragma once
// Canonical XML 1.1 without comments, for the two selections that an enveloped signature makes. For
// these, Canonical XML 1.0 gives the same bytes unless xml:id or xml:base is inherited.

#include <span>

#include "evidence/nvgpu/xml_tree.h"

namespace anchorhold::nvgpu::xml {

// canonical_document: the whole document but for `omitted`, a child of the root or null, and what
// is below it. Source: Canonical XML 1.1 §2.3; XML Signature 1.1 §6.6.4.
Bytes canonical_document(const Node& root, const Node* omitted);

// canonical_element: the last element of `path`, which leads to it from the root, and what is below
// it. It shows the namespaces, xml:lang and xml:space that are in force there. An xml:base above it
// is unsupported: it would have to be joined. Source: Canonical XML 1.1 §2.4.
Result<Bytes> canonical_element(std::string_view object, std::span<const Node* const> path);

}  // namespace anchorhold::nvgpu::xml
