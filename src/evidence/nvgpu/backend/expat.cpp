// XML by expat. It has no network, no files and no other character sets; the entropy that it would
// draw and the document types that it knows are kept from it here.

// expat.h shows its limits on entities only to those who know that it was built with them.
#define XML_DTD 1
#include <expat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "codec/utf8.h"
#include "crypto/hash.h"
#include "evidence/nvgpu/xml_tree.h"

namespace anchorhold::nvgpu::xml {
namespace {

constexpr size_t max_document = size_t{256} << 10;
// What a document may hold, counted in its bytes before the parser allocates anything for them.
struct Bound {
  std::string_view mark;
  size_t most;
};
constexpr std::array<Bound, 4> bounds = {
    {{"<", 4096}, {"xmlns", 32}, {"<!DOCTYPE", 0}, {"<!ENTITY", 0}}};
constexpr Bound attributes_bound = {"=", 256};  // of one element
constexpr size_t max_depth = 12;
// It stands between the parts of a name that expat reports, and is in no XML document.
constexpr char separator = '\x01';

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
  // expat guesses UTF-16 from a byte order mark or a NUL, whatever encoding it is told.
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    return Error{Code::malformed, std::string(object), "not text in UTF-8"};
  }
  for (const Bound& bound : bounds) AH_TRY(check_bound(object, text, bound));
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('<', begin + 1), text.size());
    AH_TRY(check_bound(object, text.substr(begin, end - begin), attributes_bound));
    begin = end;
  }
  return {};
}

// An absolute URI by its first characters: scheme ":", RFC 3986 §3.1, and no character that a URI
// does not have.
bool is_absolute_uri(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view more_of_scheme = "0123456789+-.";
  constexpr std::string_view others = "_~:/?#[]@!$&'()*,;=%";
  const auto in = [](std::string_view set) {
    return [set](char c) { return set.find(c) != std::string_view::npos; };
  };
  const auto in_scheme = [&](char c) { return in(letters)(c) || in(more_of_scheme)(c); };
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && in(letters)(text[0]) &&
         std::ranges::all_of(text.substr(0, colon), in_scheme) &&
         std::ranges::all_of(text, [&](char c) { return in_scheme(c) || in(others)(c); });
}

// "ns SEPARATOR local SEPARATOR prefix", of which only the local name is always there.
Name name_of(std::string_view text) {
  const size_t first = text.find(separator);
  if (first == std::string_view::npos) return {.ns = "", .prefix = "", .local = std::string(text)};
  const size_t second = text.find(separator, first + 1);
  Name out;
  out.ns = text.substr(0, first);
  out.local = text.substr(first + 1, second - first - 1);
  if (second != std::string_view::npos) out.prefix = text.substr(second + 1);
  return out;
}

// Builder: makes a tree of what expat reports, or stops it.
class Builder {
 public:
  Builder(std::string_view object, XML_Parser parser) : object_(object), parser_(parser) {
    XML_SetUserData(parser, this);
    XML_SetXmlDeclHandler(parser, on_xml_declaration);
    XML_SetNamespaceDeclHandler(parser, on_declaration, nullptr);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetProcessingInstructionHandler(parser, on_instruction);
    XML_SetStartDoctypeDeclHandler(parser, on_document_type);
  }

  Result<Node> build(std::string_view text) && {
    const XML_Status status =
        XML_Parse(parser_, text.data(), static_cast<int>(text.size()), XML_TRUE);
    if (refusal_) return std::move(*refusal_);
    if (status != XML_STATUS_OK) {
      return Error{Code::malformed, std::string(object_), "not well-formed XML"}.saw(
          std::string(XML_ErrorString(XML_GetErrorCode(parser_))) + " in line " +
          std::to_string(XML_GetCurrentLineNumber(parser_)));
    }
    return std::move(root_);
  }

 private:
  static Builder& self(void* user) { return *static_cast<Builder*>(user); }

  void refuse(Code code, std::string message) {
    if (!refusal_) refusal_ = Error{code, std::string(object_), std::move(message)};
    XML_StopParser(parser_, XML_FALSE);
  }

  static void on_xml_declaration(void* user, const char* version, const char* encoding, int) {
    constexpr std::string_view utf8 = "utf-8";
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    if (version == nullptr || std::string_view(version) != "1.0") {
      self(user).refuse(Code::unsupported, "another version of XML than 1.0");
    } else if (encoding != nullptr &&
               !std::ranges::equal(std::string_view(encoding), utf8, {}, lower)) {
      self(user).refuse(Code::unsupported, "another encoding than UTF-8");
    }
  }

  // Comes before the element that it stands on.
  static void on_declaration(void* user, const char* prefix, const char* ns) {
    Declaration out{.prefix = prefix == nullptr ? "" : prefix, .ns = ns == nullptr ? "" : ns};
    if (out.prefix == "xml") return;
    if (!out.ns.empty() && !is_absolute_uri(out.ns)) {
      self(user).refuse(Code::malformed, "a namespace name that is no absolute URI");
    }
    self(user).declarations_.push_back(std::move(out));
  }

  static void on_start(void* user, const char* name, const char** attributes) {
    Builder& me = self(user);
    Node& node = me.open_.emplace_back();
    node.name = name_of(name);
    node.declarations = std::exchange(me.declarations_, {});
    for (; *attributes != nullptr; attributes += 2) {
      node.attributes.push_back({name_of(attributes[0]), attributes[1]});
    }
    if (me.open_.size() > max_depth) {
      me.refuse(Code::limit_exceeded,
                "elements are nested deeper than " + std::to_string(max_depth));
    }
  }

  static void on_end(void* user, const char*) {
    Builder& me = self(user);
    Node node = std::move(me.open_.back());
    me.open_.pop_back();
    if (me.open_.empty()) {
      me.root_ = std::move(node);
    } else {
      me.open_.back().children.push_back(std::move(node));
    }
  }

  // A text may come in pieces; comments between them are gone.
  static void on_text(void* user, const char* text, int size) {
    std::vector<Node>& siblings = self(user).open_.back().children;
    if (siblings.empty() || !siblings.back().is_text()) siblings.emplace_back();
    siblings.back().text.append(text, static_cast<size_t>(size));
  }

  static void on_instruction(void* user, const char*, const char*) {
    self(user).refuse(Code::malformed, "it holds a processing instruction");
  }

  static void on_document_type(void* user, const char*, const char*, const char*, int) {
    self(user).refuse(Code::malformed, "it declares a document type");
  }

  std::string_view object_;
  XML_Parser parser_;
  std::vector<Node> open_;
  std::vector<Declaration> declarations_;  // of the element that comes next
  std::optional<Error> refusal_;
  Node root_;
};

struct Freed {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<XML_ParserStruct, Freed>;

// The salt of expat's hash tables, which it would draw from the system: no document can be made for
// a salt that depends on all of it.
unsigned long salt_of(ByteView bytes) {
  unsigned long out = 0;
  for (const uint8_t byte : crypto::sha256(bytes)) out = out << 8 | byte;
  return out == 0 ? 1 : out;
}

bool limit(XML_Parser parser, ByteView bytes) {
  XML_SetReturnNSTriplet(parser, 1);
  return XML_SetHashSalt(parser, salt_of(bytes)) == 1 &&
         XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, 1) == XML_TRUE &&
         XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, max_document) == XML_TRUE;
}

}  // namespace

Result<Node> parse(std::string_view object, ByteView bytes) {
  const std::string_view text = text_of(bytes);
  AH_TRY(check_bounds(object, text));
  const Parser parser(XML_ParserCreateNS("UTF-8", separator));
  if (!parser || !limit(parser.get(), bytes)) {
    return Error{Code::unavailable, std::string(object), "no XML parser"};
  }
  return Builder(object, parser.get()).build(text);
}

}  // namespace anchorhold::nvgpu::xml
