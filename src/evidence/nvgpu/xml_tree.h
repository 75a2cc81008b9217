#pragma once
// A parsed document with all that its canonical form shows: prefixes, namespace declarations, and
// text and elements in their order.

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::nvgpu::xml {

struct Name {
  std::string ns;  // namespace name; empty for none
  std::string prefix;
  std::string local;
};

// Declaration: xmlns:prefix="ns"; the default namespace's prefix is empty. An empty `ns` takes the
// default namespace away.
struct Declaration {
  std::string prefix;
  std::string ns;
};

struct NamedValue {
  Name name;
  std::string value;
};

// Node: an element, or a text, which has no name. Comments are not kept.
struct Node {
  Name name;
  std::vector<Declaration> declarations;
  std::vector<NamedValue> attributes;
  std::vector<Node> children;
  std::string text;

  bool is_text() const { return name.local.empty(); }
};

inline constexpr std::string_view xml_ns = "http://www.w3.org/XML/1998/namespace";

// parse: the root element of a document in XML 1.0 and UTF-8. Line ends and attribute values are
// normalized, and characters are themselves however they were written. Refused are document type
// declarations, entities other than the five of XML, processing instructions, namespace names that
// are no absolute URI (which have no canonical form), and whatever is larger, deeper or more than a
// manifest needs. Sources: W3C XML 1.0, Namespaces in XML 1.0, Canonical XML 1.1 §1.3.
Result<Node> parse(std::string_view object, ByteView bytes);

}  // namespace anchorhold::nvgpu::xml
