#pragma once
// Random documents that use everything a canonical form must settle, and what each of their
// elements is on its own.

#include <map>
#include <random>
#include <string>
#include <vector>

namespace anchorhold::nvgpu::xml {

class RandomXml {
 public:
  explicit RandomXml(unsigned seed) : random_(seed) {
    std::map<std::string, std::string> none;
    text_ = element(none, {}, 1);
    text_ = one_of({"", "\n", "<?xml version=\"1.0\" encoding='utf-8' ?>\r\n"}) + text_ +
            one_of({"", "\n", " \r\n\t"});
  }

  const std::string& text() const { return text_; }
  // alone: a document for each element, in document order: the element with the namespaces,
  // xml:lang and xml:space that are in force there.
  const std::vector<std::string>& alone() const { return alone_; }

 private:
  using Map = std::map<std::string, std::string>;

  size_t below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }
  std::string one_of(const std::vector<std::string>& from) { return from[below(from.size())]; }

  std::string space() { return one_of({" ", "\n", "\t ", "  "}); }

  std::string value() {
    const bool single = below(2) == 0;
    std::string out;
    for (size_t i = below(4); i > 0; --i) {
      out += one_of({"v", ">", "&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "\t", "\n", "\r\n",
                     "\r", "&#9;", "&#xA;", "&#13;", "é", "\xf0\x90\x90\xb7", "&#x20AC;", "  ",
                     single ? "\"" : "'"});
    }
    return single ? "'" + out + "'" : "\"" + out + "\"";
  }

  std::string content_text() {
    std::string out;
    for (size_t i = below(4); i > 0; --i) {
      out += one_of({"t",
                     ">",
                     "\"",
                     "'",
                     "&lt;",
                     "&gt;",
                     "&amp;",
                     "&quot;",
                     "&apos;",
                     "\t",
                     "\n",
                     "\r\n",
                     "\r",
                     "&#13;",
                     "&#x9;",
                     "é",
                     "\xf0\x90\x90\xb7",
                     "&#x20AC;",
                     "  ",
                     "<![CDATA[<&\r\n\">]]>",
                     "<![CDATA[]]>",
                     "]]"}) +
             " ";
    }
    return out;
  }

  // Declares some prefixes (with no "&" in their namespaces, which libxml2 writes as it is), as
  // attributes, and puts them in `scope`.
  std::string declarations(Map& scope) {
    std::string out;
    for (const std::string prefix : {"", "a", "b", "ab"}) {
      if (below(4) != 0 || declarations_left_ == 0) continue;
      --declarations_left_;
      std::string ns = one_of({"urn:z", "urn:y", "http://x/?a#b", "http://x/'"});
      if (prefix.empty() && below(3) == 0) ns.clear();
      out += space() + (prefix.empty() ? "xmlns" : "xmlns:" + prefix) + "=\"" + ns + "\"";
      scope[prefix] = ns;
    }
    return out;
  }

  // Attributes whose expanded names differ.
  std::string attributes(const Map& scope, Map& xml) {
    std::string out;
    Map names;
    for (size_t i = below(6); i > 0; --i) {
      const std::string prefix = one_of({"", "", "a", "b", "ab"});
      const std::string local = one_of({"a", "b", "B", "_", "é", "a-1"});
      if (!prefix.empty() && !scope.contains(prefix)) continue;
      if (!names.emplace(prefix.empty() ? local : scope.at(prefix) + " " + local, "").second) {
        continue;
      }
      out += space() + (prefix.empty() ? local : prefix + ":" + local) +
             one_of({"=", " = ", "=\n"}) + value();
    }
    for (const std::string name : {"xml:lang", "xml:space"}) {
      if (below(6) != 0) continue;
      xml[name] = name == "xml:lang" ? one_of({"en", "de", ""}) : one_of({"preserve", "default"});
      out += space() + name + "='" + xml[name] + "'";
    }
    if (below(8) == 0) {
      out += " xml:id='i" + std::to_string(alone_.size()) + "'";
    }
    return out;
  }

  std::string element(Map scope, Map xml, unsigned depth) {
    const size_t ordinal = alone_.size();
    alone_.emplace_back();
    const std::string declared = declarations(scope);
    const Map inherited = xml;
    Map own;
    const std::string named = attributes(scope, own);
    for (const auto& [name, text] : own) xml[name] = text;

    const std::string prefix = one_of({"", "a", "b", "ab"});
    const std::string local = one_of({"e", "E", "è", "_x"});
    const std::string name =
        prefix.empty() || !scope.contains(prefix) ? local : prefix + ":" + local;
    std::string inner;
    if (depth < 6) {
      for (size_t i = below(4); i > 0 && alone_.size() < 24; --i) {
        inner += content_text() + element(scope, xml, depth + 1);
      }
    }
    inner += content_text();
    const std::string end = inner.empty() && below(2) == 0
                                ? std::string("/>")
                                : one_of({">", " >", "\n>"}) + inner + "</" + name + ">";

    std::string& alone = alone_[ordinal];
    alone = "<" + name;
    for (const auto& [declared_prefix, ns] : scope) {
      alone += declared_prefix.empty() ? " xmlns" : " xmlns:" + declared_prefix;
      alone += "=\"" + ns + "\"";
    }
    for (const auto& [attribute, text] : inherited) {
      if (!own.contains(attribute)) alone += " " + attribute + "='" + text + "'";
    }
    alone += named + end;
    return "<" + name + declared + named + end;
  }

  std::mt19937 random_;
  unsigned declarations_left_ = 28;  // the parser's limit, less those of an element alone
  std::string text_;
  std::vector<std::string> alone_;
};

}  // namespace anchorhold::nvgpu::xml
