// The canonical form: answers that follow from its rules, and those of another implementation.
#include "evidence/nvgpu/canonical.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "evidence/nvgpu/random_xml_test.h"
#include "testkit/forged_nvgpu.h"
#include "testkit/vector_case.h"

namespace anchorhold::nvgpu::xml {
namespace {

Result<Node> parsed(std::string_view text) {
  return parse("document", bytes_of(text));
}

std::string canonical(std::string_view text) {
  const auto root = parsed(text);
  EXPECT_TRUE(root.ok()) << root.error().to_string() << "\n" << text;
  return root.ok() ? string_of(canonical_document(*root, nullptr)) : "";
}

// Below and including the first child, its first child and so on: `depth` of them.
Result<Bytes> canonical_below(const Node& root, size_t depth) {
  std::vector<const Node*> path = {&root};
  for (size_t i = 0; i < depth; ++i) path.push_back(&path.back()->children.front());
  return canonical_element("document", path);
}

std::string below(std::string_view text, size_t depth) {
  return string_of(canonical_below(parsed(text).value(), depth).value());
}

TEST(CanonicalXml, NamespacesAndAttributesHaveOneOrder) {
  EXPECT_EQ(canonical("<b:e xmlns:b='urn:a' xmlns='urn:z' xmlns:a='urn:b' b:z='1' a:a='2' c='3'/>"),
            "<b:e xmlns=\"urn:z\" xmlns:a=\"urn:b\" xmlns:b=\"urn:a\" c=\"3\" b:z=\"1\" a:a=\"2\">"
            "</b:e>");
}

TEST(CanonicalXml, NamespacesAreShownWhereTheyChange) {
  EXPECT_EQ(canonical("<a xmlns='urn:a' xmlns:p='urn:p'><b xmlns='urn:a' xmlns:p='urn:q'/>"
                      "<c xmlns=''><d xmlns=''/><e xmlns='urn:a'/></c></a>"),
            "<a xmlns=\"urn:a\" xmlns:p=\"urn:p\"><b xmlns:p=\"urn:q\"></b>"
            "<c xmlns=\"\"><d></d><e xmlns=\"urn:a\"></e></c></a>");
  EXPECT_EQ(canonical("<a xmlns='' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>"), "<a></a>");
}

TEST(CanonicalXml, CharactersHaveOneWriting) {
  EXPECT_EQ(canonical("<a b='&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;\t\r\n'>"
                      "&lt;&gt;&amp;&quot;&apos;&#9;&#13;\r\n\r<![CDATA[<&>]]>&#xe9;</a>"),
            "<a b=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;  \">"
            "&lt;&gt;&amp;\"'\t&#xD;\n\n&lt;&amp;&gt;é</a>");
  EXPECT_EQ(canonical("<a xmlns='urn:&#97;&amp;'/>"), "<a xmlns=\"urn:a&amp;\"></a>");
}

TEST(CanonicalXml, CommentsAreGone) {
  EXPECT_EQ(canonical("<!-- < --><a>x<!-- <?php & -->y<b/><!----></a><!-- -->"),
            "<a>xy<b></b></a>");
}

TEST(CanonicalXml, AnElementAloneShowsWhatIsInForce) {
  EXPECT_EQ(below("<a xmlns='urn:1' xmlns:p='urn:2' xml:lang='en' xml:space='default' xml:id='i'>"
                  "<b xmlns:q='urn:3' xml:lang='de'><c xmlns:p='urn:4' xml:space='preserve' q:z='' "
                  "xml:id='j'/></b></a>",
                  2),
            "<c xmlns=\"urn:1\" xmlns:p=\"urn:4\" xmlns:q=\"urn:3\" xml:id=\"j\" xml:lang=\"de\" "
            "xml:space=\"preserve\" q:z=\"\"></c>");
  EXPECT_EQ(below("<a xmlns='urn:1'><b xmlns=''><c/></b></a>", 2), "<c></c>");
}

TEST(CanonicalXml, ABaseThatWouldHaveToBeJoinedIsUnsupported) {
  const Node root = parsed("<a><b xml:base='http://x/'><c xml:base='y'/></b></a>").value();
  EXPECT_TRUE(canonical_below(root, 1).ok());
  const auto joined = canonical_below(root, 2);
  ASSERT_FALSE(joined.ok());
  EXPECT_EQ(joined.error().code, Code::unsupported);
}

TEST(CanonicalXml, TheOmittedElementLeavesTheTextAroundIt) {
  const Node root = parsed("<a xmlns='urn:a'> 1 <b xmlns='urn:b'>2<c/></b> 3 <b/></a>").value();
  EXPECT_EQ(string_of(canonical_document(root, &root.children[1])),
            "<a xmlns=\"urn:a\"> 1  3 <b></b></a>");
}

TEST(CanonicalXml, WhatHasNoCanonicalFormIsRefused) {
  for (const std::string_view text : {"",
                                      "<a>",
                                      "<a/><b/>",
                                      "<a b='1' b='2'/>",
                                      "<p:a/>",
                                      "<a xmlns:p=''/>",
                                      "<a xmlns:p='urn:1' xmlns:q='urn:1' p:b='' q:b=''/>",
                                      "<a xmlns='relative'/>",
                                      "<a xmlns:p='1:x'/>",
                                      "<a xmlns='urn: '/>",
                                      "<a xmlns:xml='urn:x'/>",
                                      "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
                                      "<a xmlns:xmlns='urn:x'/>",
                                      "<a xmlns:p='urn:1'><p:b:c/></a>",
                                      "<:a/>",
                                      "<a b='<'/>",
                                      "<a>&#0;</a>",
                                      "<a>&#1;</a>",
                                      "<a>\x01</a>",
                                      "<a>]]></a>",
                                      "<a>&b;</a>",
                                      "<a><?b c?></a>",
                                      "<?b c?><a/>",
                                      "<a/><?b?>",
                                      "<!DOCTYPE a><a/>",
                                      "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
                                      "<a>\xff</a>",
                                      "<a>\xed\xa0\x80</a>",
                                      "<a>\xef\xbf\xbf</a>",
                                      "<?xml version='1.1'?><a/>",
                                      "<?xml version='1.0' encoding='iso-8859-1'?><a/>",
                                      " <?xml version='1.0'?><a/>",
                                      "<a><!-- -- --></a>"}) {
    EXPECT_FALSE(parsed(text).ok()) << text;
  }
  // expat would read these as UTF-16, where nothing that was counted is what it seems.
  using namespace std::string_view_literals;
  EXPECT_FALSE(parsed("\xff\xfe<\0a\0/\0>\0"sv).ok());
  EXPECT_FALSE(parsed("\0<\0a\0/\0>"sv).ok());
  EXPECT_FALSE(parsed("<\0a\0/\0>\0"sv).ok());
  EXPECT_EQ(canonical("\xef\xbb\xbf<a/>"), "<a></a>");
}

TEST(CanonicalXml, LimitsHoldAtTheirEdge) {
  const auto nested = [](size_t depth) {
    std::string out;
    for (size_t i = 0; i < depth; ++i) out += "<a>";
    for (size_t i = 0; i < depth; ++i) out += "</a>";
    return out;
  };
  EXPECT_TRUE(parsed(nested(12)).ok());
  ASSERT_FALSE(parsed(nested(13)).ok());
  EXPECT_EQ(parsed(nested(13)).error().code, Code::limit_exceeded);
  const auto wide = [](size_t attributes) {
    std::string out = "<a";
    for (size_t i = 0; i < attributes; ++i) out += " a" + std::to_string(i) + "=''";
    return out + "/>";
  };
  EXPECT_TRUE(parsed(wide(256)).ok());
  EXPECT_FALSE(parsed(wide(257)).ok());
  const auto sized = [](size_t size) { return "<a>" + std::string(size - 7, 'x') + "</a>"; };
  EXPECT_TRUE(parsed(sized(size_t{256} << 10)).ok());
  EXPECT_FALSE(parsed(sized((size_t{256} << 10) + 1)).ok());
}

// Peer: xmllint of libxml2, which shares no code with what is tested.
class Peer : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v xmllint >/dev/null") != 0) {
      GTEST_SKIP() << "xmllint is absent: package libxml2-utils";
    }
    std::string name = (std::filesystem::temp_directory_path() / "anchorhold-xml-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  // What xmllint makes of the documents, one after the other.
  std::string peer(const char* form, const std::vector<std::string>& documents) const {
    std::string command = std::string("xmllint --nonet ") + form;
    for (size_t i = 0; i < documents.size(); ++i) {
      const std::string path = (folder_ / std::to_string(i)).string();
      std::ofstream(path, std::ios::binary) << documents[i];
      command += " " + path;
    }
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string out;
    std::array<char, 4096> block = {};
    for (size_t size; (size = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;) {
      out.append(block.data(), size);
    }
    return out;
  }

  // Each of `ours` is what xmllint makes of the document of the same place.
  void expect_same(const std::vector<std::string>& documents,
                   const std::vector<std::string>& ours) const {
    ASSERT_EQ(documents.size(), ours.size());
    for (const char* form : {"--c14n", "--c14n11"}) {
      const std::string theirs = peer(form, documents);
      size_t at = 0;
      for (size_t i = 0; i < ours.size(); ++i) {
        ASSERT_EQ(ours[i], theirs.substr(at, ours[i].size())) << form << "\n" << documents[i];
        at += ours[i].size();
      }
      EXPECT_EQ(at, theirs.size()) << form;
    }
  }

  void expect_same(const std::vector<std::string>& documents) const {
    std::vector<std::string> ours(documents.size());
    std::ranges::transform(documents, ours.begin(), canonical);
    expect_same(documents, ours);
  }

 private:
  std::filesystem::path folder_;
};

class CanonicalXmlPeer : public Peer {};

TEST_F(CanonicalXmlPeer, AgreesOnRandomDocuments) {
  std::vector<std::string> documents;
  for (unsigned seed = 0; seed < 150; ++seed) documents.push_back(RandomXml(seed).text());
  expect_same(documents);
}

void alone_in_order(std::vector<const Node*>& path, std::vector<std::string>& out) {
  out.push_back(string_of(canonical_element("document", path).value()));
  for (const Node& child : path.back()->children) {
    if (child.is_text()) continue;
    path.push_back(&child);
    alone_in_order(path, out);
    path.pop_back();
  }
}

TEST_F(CanonicalXmlPeer, AgreesOnElementsAlone) {
  std::vector<std::string> documents;
  std::vector<std::string> ours;
  for (unsigned seed = 1000; seed < 1020; ++seed) {
    const RandomXml random(seed);
    const Node root = parsed(random.text()).value();
    std::vector<const Node*> path = {&root};
    alone_in_order(path, ours);
    documents.insert(documents.end(), random.alone().begin(), random.alone().end());
  }
  expect_same(documents, ours);
}

TEST_F(CanonicalXmlPeer, AgreesOnForgedManifests) {
  using testkit::NvidiaForge;
  const NvidiaForge forge;
  std::vector<std::string> documents;
  for (const auto& manifest : {NvidiaForge::driver_manifest(), NvidiaForge::vbios_manifest()}) {
    const std::string text = NvidiaForge::manifest_text(manifest);
    documents.push_back(text);
    documents.push_back(forge.sign_manifest(text));
  }
  expect_same(documents);
}

TEST_F(CanonicalXmlPeer, AgreesOnNvidiasManifests) {
  std::vector<std::string> documents;
  for (const auto& test : testkit::vector_cases("nvgpu", ANCHORHOLD_VECTORS_DEFAULT)) {
    for (const char* role : {"rim", "rim_bad"}) {
      for (const auto& path : test.files(role)) documents.push_back(testkit::read_text(path));
    }
  }
  if (documents.empty()) GTEST_SKIP() << testkit::kNoVectors;
  expect_same(documents);
}

}  // namespace
}  // namespace anchorhold::nvgpu::xml
