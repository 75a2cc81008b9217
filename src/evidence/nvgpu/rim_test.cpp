// Manifests as hostile XML.
#include "evidence/nvgpu/rim.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "evidence/nvgpu/world_test.h"
#include "evidence/nvgpu/xml.h"
#include "testkit/attack.h"

namespace anchorhold::nvgpu {
namespace {

using testkit::NvidiaForge;

std::string good_text() {
  return NvidiaForge::manifest_text(NvidiaForge::driver_manifest());
}

std::string good_rim() {
  return NvidiaForge().sign_manifest(good_text());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Result<Rim> parse(const std::string& text) {
  return parse_rim("rim", bytes_of(text));
}

TEST(NvidiaRim, ReadsWhatItsSignatureCovers) {
  const auto rim = parse(good_rim());
  ASSERT_TRUE(rim.ok()) << rim.error().to_string();
  EXPECT_EQ(rim->kind, RimKind::driver);
  EXPECT_EQ(rim->product, "GH100");
  EXPECT_EQ(rim->version, "555.42");
  EXPECT_EQ(rim->references.size(), 2U);
  EXPECT_EQ(rim->certificates.size(), 4U);
  // The forge writes the canonical form by itself.
  EXPECT_EQ(std::string(text_of(rim->content)), good_text());
  EXPECT_EQ(rim->stated_digest, copy_of(crypto::sha384(bytes_of(good_text()))));
  EXPECT_TRUE(looks_like_rim(bytes_of(good_rim())));
  EXPECT_FALSE(looks_like_rim(bytes_of("{}")));
}

TEST(NvidiaRim, OtherWritingsOfTheSameDocumentMeanTheSame) {
  std::string text = replaced(good_rim(), " product=", "   product = ");
  text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a note -->" + text + "\n";
  const auto rim = parse(text);
  ASSERT_TRUE(rim.ok()) << rim.error().to_string();
  EXPECT_EQ(std::string(text_of(rim->content)), good_text());
}

TEST(NvidiaRim, OtherAlgorithmsAreRefused) {
  const NvidiaForge forge;
  const auto refused = [&](const testkit::ForgedSignature& form) {
    return !parse(forge.sign_manifest(good_text(), form)).ok();
  };
  EXPECT_FALSE(refused({}));
  testkit::ForgedSignature form;
  form.method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
  EXPECT_TRUE(refused(form));
  form = {};
  form.canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";
  EXPECT_TRUE(refused(form));
  form = {};
  form.digest_method = "http://www.w3.org/2000/09/xmldsig#sha1";
  EXPECT_TRUE(refused(form));
  form = {};
  form.uri = "#signed-part";
  EXPECT_TRUE(refused(form));
  form = {};
  form.transforms.push_back("http://www.w3.org/TR/1999/REC-xpath-19991116");
  EXPECT_TRUE(refused(form));
  form = {};
  form.transforms.pop_back();
  EXPECT_TRUE(refused(form));
  form = {};
  std::swap(form.transforms[0], form.transforms[1]);
  EXPECT_TRUE(refused(form));
}

// The well-known ways to keep a signature and show other content.
TEST(NvidiaRim, SignedPartsCannotBeMovedElsewhere) {
  const std::string good = good_rim();
  testkit::ForgedManifest evil = NvidiaForge::driver_manifest();
  evil.references[0].alternatives[0] = Bytes(48, 0x66);
  const std::string other = NvidiaForge::manifest_text(evil);
  const size_t begin = good.find("<ds:Signature ");
  const size_t end = good.find("</ds:Signature>") + 15;
  const std::string signature = good.substr(begin, end - begin);

  const std::vector<std::string> wrapped = {
      // Another root around the signed document.
      "<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\">" + good +
          "</SoftwareIdentity>",
      // The signature under other content, and the signed document in an Object of it.
      replaced(other, "</SoftwareIdentity>",
               replaced(signature, "</ds:Signature>",
                        "<ds:Object>" + good_text() + "</ds:Object></ds:Signature>") +
                   "</SoftwareIdentity>"),
      // Two signatures.
      replaced(good, "</SoftwareIdentity>", signature + "</SoftwareIdentity>"),
      // A second payload before and behind.
      replaced(good, "<ns0:Payload>", "<ns0:Payload></ns0:Payload><ns0:Payload>"),
      // The signature further down.
      replaced(good_text(), "</ns0:Payload>", signature + "</ns0:Payload>")};
  for (const std::string& text : wrapped) {
    World world;
    world.rims = {copy_of(bytes_of(text))};
    EXPECT_FALSE(world.verify().claims) << text.substr(0, 200);
  }

  // Content inside of the Signature element is not signed, and not read.
  World inside;
  inside.rims = {copy_of(bytes_of(replaced(
      good, "</ds:Signature>",
      "<ds:Object><ns0:Payload><ns0:Resource/></ns0:Payload></ds:Object></ds:Signature>")))};
  EXPECT_EQ(failure(inside.verify()), "none");
}

TEST(NvidiaRim, EntitiesAndDeclarationsAreRefused) {
  const std::string good = good_rim();
  const std::string laughs =
      "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  EXPECT_FALSE(parse(laughs + replaced(good, "GH100", "&c;")).ok());
  EXPECT_FALSE(parse("<!DOCTYPE SoftwareIdentity SYSTEM \"file:///etc/passwd\">" + good).ok());
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", "<?php x?><ns0:Payload>")).ok());
  EXPECT_FALSE(parse("<?xml-stylesheet href=\"x\"?>" + good).ok());
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", "&undeclared;<ns0:Payload>")).ok());
  // UTF-16 would hide the declaration from whoever counts bytes.
  std::string wide("\xff\xfe", 2);
  for (const char c : laughs + good) wide += {c, '\0'};
  EXPECT_FALSE(parse(wide).ok());
}

TEST(NvidiaRim, SizesDepthsAndCountsAreBounded) {
  const std::string good = good_rim();
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  for (int i = 0; i < 300; ++i) deep += "</a>";
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", deep + "<ns0:Payload>")).ok());
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "<a/>";
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", many + "<ns0:Payload>")).ok());
  // The parser's work grows with the square of the attributes of one element.
  std::string wide = "<a";
  for (int i = 0; i < 300; ++i) wide += " a" + std::to_string(i) + "=\"\"";
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", wide + "/><ns0:Payload>")).ok());
  std::string prefixes = "<a";
  for (int i = 0; i < 100; ++i) prefixes += " xmlns:p" + std::to_string(i) + "=\"u\"";
  EXPECT_FALSE(parse(replaced(good, "<ns0:Payload>", prefixes + "/><ns0:Payload>")).ok());
  EXPECT_FALSE(parse(good + std::string(size_t{600} << 10, ' ')).ok());
}

TEST(NvidiaRim, MalformedMeasurementsAreRefused) {
  const std::string text = good_text();
  const NvidiaForge forge;
  const auto refused = [&](std::string_view from, std::string_view to) {
    return !parse(forge.sign_manifest(replaced(text, from, to))).ok();
  };
  EXPECT_TRUE(refused("index=\"35\"", "index=\"7\""));
  EXPECT_TRUE(refused("index=\"35\"", "index=\"-1\""));
  EXPECT_TRUE(refused("index=\"35\"", "index=\"254\""));
  EXPECT_TRUE(refused("index=\"35\"", "index=\"35x\""));
  EXPECT_TRUE(refused("active=\"True\"", "active=\"yes\""));
  EXPECT_TRUE(refused("alternatives=\"1\"", "alternatives=\"2\""));
  EXPECT_TRUE(refused("alternatives=\"1\"", "alternatives=\"0\""));
  EXPECT_TRUE(refused("size=\"48\"", "size=\"32\""));
  EXPECT_TRUE(refused("type=\"Measurement\"", "type=\"OpaqueData\""));
  EXPECT_TRUE(refused("ns2:Hash0=\"08", "ns2:Hash0=\"0"));
  EXPECT_TRUE(refused("ns2:Hash0", "ns0:Hash0"));
  EXPECT_TRUE(refused(" product=\"GH100\"", ""));
  EXPECT_TRUE(
      refused("<ns0:Meta", "<ns0:Meta product=\"x\" colloquialVersion=\"y\"></ns0:Meta><ns0:Meta"));
  EXPECT_FALSE(refused("tagId=\"forged", "tagId=\"other"));
}

TEST(NvidiaRim, TruncatedAndDamagedTextNeverCrashes) {
  const std::string good = good_rim();
  for (size_t size = 0; size < good.size(); size += 7) {
    EXPECT_FALSE(parse(good.substr(0, size)).ok()) << size;
  }
  for (size_t place = 0; place < good.size(); place += 5) {
    std::string mutant = good;
    mutant[place] = static_cast<char>(mutant[place] ^ 0x08);
    static_cast<void>(parse(mutant).ok());
  }
}

}  // namespace
}  // namespace anchorhold::nvgpu
