// XML by libxml2: a tree, and its canonical form.
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <memory>

#include "evidence/nvgpu/xml.h"

namespace anchorhold::nvgpu::xml {
namespace {

constexpr size_t max_document = size_t{256} << 10;
// What a document may hold, counted in its bytes before the parser allocates anything for them.
struct Bound {
  std::string_view mark;
  size_t most;
};
constexpr std::array<Bound, 5> bounds = {
    {{"<", 4096}, {"xmlns", 32}, {"<!DOCTYPE", 0}, {"<!ENTITY", 0}, {"<?xml-", 0}}};
// The parser and the canonical form take time that is quadratic in the attributes of one element.
constexpr Bound attributes_bound = {"=", 256};
constexpr unsigned max_depth = 12;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
using Document = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using Parser = std::unique_ptr<xmlParserCtxt, Freed<xmlFreeParserCtxt>>;

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

size_t count(std::string_view text, std::string_view mark) {
  size_t out = 0;
  for (size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + mark.size())) {
    ++out;
  }
  return out;
}

Status check_bound(std::string_view object, std::string_view text, const Bound& bound) {
  const size_t seen = count(text, bound.mark);
  if (seen <= bound.most) return {};
  return Error{bound.most == 0 ? Code::malformed : Code::limit_exceeded, std::string(object),
               "'" + std::string(bound.mark) + "' occurs too often"}
      .want("at most " + std::to_string(bound.most))
      .saw(std::to_string(seen));
}

Status check_bounds(std::string_view object, std::string_view text) {
  if (text.size() > max_document) {
    return Error{Code::limit_exceeded, std::string(object), "too large"}
        .want("at most " + std::to_string(max_document) + " bytes")
        .saw(std::to_string(text.size()));
  }
  for (const Bound& bound : bounds) AH_TRY(check_bound(object, text, bound));
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('<', begin + 1), text.size());
    AH_TRY(check_bound(object, text.substr(begin, end - begin), attributes_bound));
    begin = end;
  }
  return {};
}

Result<Document> parse(std::string_view object, std::string_view text) {
  AH_TRY(check_bounds(object, text));
  const Parser parser(xmlNewParserCtxt());
  if (!parser) return Error{Code::unavailable, std::string(object), "no memory for the parser"};
  // The encoding is given, so that no declaration inside can make other characters of the bytes
  // than those that were counted.
  Document document(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()),
                                      nullptr, "UTF-8",
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!document || xmlDocGetRootElement(document.get()) == nullptr) {
    return malformed(object, "not well-formed XML");
  }
  if (document->intSubset != nullptr || document->extSubset != nullptr) {
    return malformed(object, "it declares a document type");
  }
  return document;
}

std::string text_of(const xmlChar* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

std::string namespace_of(const xmlNs* ns) {
  return ns == nullptr ? std::string() : text_of(ns->href);
}

Result<Attribute> read_attribute(std::string_view object, const xmlAttr& attribute) {
  Attribute out{.ns = namespace_of(attribute.ns), .name = text_of(attribute.name), .value = {}};
  for (const xmlNode* part = attribute.children; part != nullptr; part = part->next) {
    if (part->type != XML_TEXT_NODE) return malformed(object, "an attribute holds an entity");
    out.value += text_of(part->content);
  }
  return out;
}

Result<Element> read_element(std::string_view object, const xmlNode& node, unsigned depth) {
  if (depth > max_depth) {
    return Error{Code::limit_exceeded, std::string(object), "elements are nested too deep"}.want(
        "at most " + std::to_string(max_depth));
  }
  Element out;
  out.ns = namespace_of(node.ns);
  out.name = text_of(node.name);
  for (const xmlAttr* attribute = node.properties; attribute != nullptr;
       attribute = attribute->next) {
    AH_ASSIGN(Attribute read, read_attribute(object, *attribute));
    out.attributes.push_back(std::move(read));
  }
  for (const xmlNode* child = node.children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      AH_ASSIGN(Element read, read_element(object, *child, depth + 1));
      out.children.push_back(std::move(read));
    } else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      out.text += text_of(child->content);
    } else if (child->type != XML_COMMENT_NODE) {
      return malformed(object, "it holds an entity or a processing instruction");
    }
  }
  return out;
}

// The root's element, when nothing but comments stands beside it.
Result<Element> read_root(std::string_view object, const xmlDoc& document) {
  for (const xmlNode* node = document.children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE && node->type != XML_COMMENT_NODE) {
      return malformed(object, "something stands beside the root element");
    }
  }
  return read_element(object, *xmlDocGetRootElement(&document), 1);
}

size_t count_signatures(const Element& element) {
  size_t out = element.name == "Signature" ? 1 : 0;
  for (const Element& child : element.children) out += count_signatures(child);
  return out;
}

const xmlNode* find_child(const xmlNode& parent, std::string_view name) {
  for (const xmlNode* child = parent.children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && text_of(child->name) == name &&
        namespace_of(child->ns) == dsig) {
      return child;
    }
  }
  return nullptr;
}

// Selection: the nodes that a canonical form covers: those below `subtree`, or all others.
struct Selection {
  const xmlNode* subtree;
  bool inside;
};

int visible(void* user, xmlNode* node, xmlNode* parent) {
  const auto* selection = static_cast<const Selection*>(user);
  // A namespace node is no xmlNode and has no parent of its own.
  const bool declaration = node->type == XML_NAMESPACE_DECL;
  bool below = false;
  for (const xmlNode* at = declaration ? parent : node; at != nullptr && !below; at = at->parent) {
    below = at == selection->subtree;
  }
  return below == selection->inside ? 1 : 0;
}

void ignore(void*, xmlError*) {}

// Quiet: while it lives, libxml2 writes nothing to stderr in this thread.
class Quiet {
 public:
  Quiet() : handler_(xmlStructuredError), context_(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(nullptr, ignore);
  }
  ~Quiet() { xmlSetStructuredErrorFunc(context_, handler_); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  xmlStructuredErrorFunc handler_;
  void* context_;
};

Result<Bytes> canonical(std::string_view object, xmlDoc& document, Selection selection) {
  const Quiet quiet;
  const std::unique_ptr<xmlOutputBuffer, Freed<xmlOutputBufferClose>> buffer(
      xmlAllocOutputBuffer(nullptr));
  if (!buffer) return Error{Code::unavailable, std::string(object), "no memory for the text"};
  if (xmlC14NExecute(&document, visible, &selection, XML_C14N_1_1, nullptr, 0, buffer.get()) < 0 ||
      xmlOutputBufferFlush(buffer.get()) < 0) {
    return malformed(object, "it has no canonical form");
  }
  const xmlChar* text = xmlOutputBufferGetContent(buffer.get());
  return Bytes(text, text + xmlOutputBufferGetSize(buffer.get()));
}

}  // namespace

Result<SignedDocument> read_signed_document(std::string_view object, ByteView bytes) {
  AH_ASSIGN(const Document document, parse(object, anchorhold::text_of(bytes)));
  AH_ASSIGN(const Element whole, read_root(object, *document));
  const xmlNode* signature = find_child(*xmlDocGetRootElement(document.get()), "Signature");
  if (signature == nullptr) return malformed(object, "it is not signed");
  if (count_signatures(whole) != 1) return malformed(object, "it has more than one Signature");
  const xmlNode* signed_info = find_child(*signature, "SignedInfo");
  if (signed_info == nullptr) return malformed(object, "its Signature has no SignedInfo");

  SignedDocument out;
  AH_ASSIGN(out.signature, read_element(object, *signature, 1));
  AH_ASSIGN(out.signed_info, canonical(object, *document, {signed_info, true}));
  AH_ASSIGN(out.content, canonical(object, *document, {signature, false}));
  AH_ASSIGN(const Document covered, parse(object, anchorhold::text_of(out.content)));
  AH_ASSIGN(out.root, read_root(object, *covered));
  return out;
}

}  // namespace anchorhold::nvgpu::xml
