#pragma once
// XML documents with an enveloped signature, as plain values.

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::nvgpu::xml {

struct Attribute {
  std::string ns;  // namespace name; empty for none
  std::string name;
  std::string value;
};

// Element: `text` is the text directly below it.
struct Element {
  std::string ns;
  std::string name;
  std::vector<Attribute> attributes;
  std::vector<Element> children;
  std::string text;

  bool is(std::string_view ns_name, std::string_view local_name) const {
    return ns == ns_name && name == local_name;
  }
  const std::string* attribute(std::string_view ns_name, std::string_view local_name) const;
  // only_child: the one child of this name; none or several are malformed.
  Result<const Element*> only_child(std::string_view ns_name, std::string_view local_name) const;
};

inline constexpr std::string_view dsig = "http://www.w3.org/2000/09/xmldsig#";

// SignedDocument: `root` is read from `content`, the canonical bytes that a signature covers, never
// from the document around them. That is what makes it useless to move signed parts elsewhere.
struct SignedDocument {
  Bytes content;      // the document without its Signature element, in Canonical XML 1.1
  Element root;       // of `content`
  Bytes signed_info;  // the SignedInfo element in Canonical XML 1.1
  Element signature;
};

// read_signed_document: a document whose root has exactly one Signature element as its direct child
// and none below. Nothing is verified. UTF-8 only; document type declarations, entities of its own
// and processing instructions are refused; size, depth and counts are bounded before and while it
// is parsed; an xml:base that SignedInfo would inherit is unsupported. Sources: W3C XML
// Signature 1.1 §6.6.4 (enveloped signature), Canonical XML 1.1.
Result<SignedDocument> read_signed_document(std::string_view object, ByteView bytes);

}  // namespace anchorhold::nvgpu::xml
