#include "evidence/nsm/document.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/cbor.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/nsm_forge_test.h"
#include "testkit/attack.h"

namespace anchorhold::nsm {
namespace {

using testkit::cbor_bytes;
using testkit::cbor_null;
using testkit::cbor_text;
using testkit::cbor_uint;
using testkit::CoseParts;
using testkit::MapForm;
using testkit::NsmForge;
using testkit::PayloadEntries;

bool parses(ByteView bytes) {
  return parse_document(bytes).ok();
}

// A document whose payload is the good one after `edit`.
template <class Edit>
Bytes edited(Edit edit, MapForm form = MapForm::definite) {
  PayloadEntries entries(forge().document());
  edit(entries);
  return forge().sign_payload(entries.encode(form));
}

CoseParts good_parts() {
  return forge().parts(Bytes{0xa1, 0x01, 0x38, 0x22}, encode_payload(forge().document()));
}

Bytes with_protected(const Bytes& header) {
  return forge().parts(header, encode_payload(forge().document())).encode();
}

TEST(NsmDocument, RoundTripsEveryField) {
  const auto parsed = parse_document(forge().good());
  ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
  EXPECT_EQ(parsed->claimed().document, forge().document());
}

TEST(NsmDocument, NullOptionsAreAbsentAndEmptyOnesAreNot) {
  Document document = forge().document();
  document.public_key.reset();
  document.nonce.reset();
  document.user_data = Bytes();
  const auto parsed = parse_document(forge().sign(document));
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->claimed().document.public_key.has_value());
  EXPECT_FALSE(parsed->claimed().document.nonce.has_value());
  ASSERT_TRUE(parsed->claimed().document.user_data.has_value());
  EXPECT_TRUE(parsed->claimed().document.user_data->empty());
}

TEST(NsmDocument, TakesAnIndefinitePayloadMap) {
  const Bytes bytes = edited([](PayloadEntries&) {}, MapForm::indefinite);
  const auto parsed = parse_document(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
  EXPECT_EQ(parsed->claimed().document, forge().document());
}

TEST(NsmDocument, BeginsAsRealDocumentsDo) {
  const Bytes bytes = forge().good();
  const Bytes expected = {0x84, 0x44, 0xa1, 0x01, 0x38, 0x22, 0xa0, 0x59};
  EXPECT_EQ(Bytes(bytes.begin(), bytes.begin() + 8), expected);
  EXPECT_EQ(bytes[10], 0xa9);
}

TEST(NsmDocument, RefusesEveryTruncation) {
  testkit::for_each_truncation(
      forge().good(), [](ByteView prefix) { EXPECT_FALSE(parses(prefix)) << prefix.size(); });
}

TEST(NsmDocument, N3SignaturesOfOtherLengths) {
  for (const size_t size : {0U, 64U, 95U, 97U, 104U, 132U, 144U}) {
    CoseParts parts = good_parts();
    parts.signature = cbor_bytes(Bytes(size, 0x30));
    EXPECT_FALSE(parses(parts.encode())) << size;
  }
}

TEST(NsmDocument, N4AlgorithmsOtherThanEs384) {
  const auto header = [](cbor::Encoder value) {
    return cbor::Encoder().map(1).integer(1).encoded(value.view()).take();
  };
  for (const int64_t alg : {-7, -36, -37, -38, -8, 5, 0, -257}) {
    EXPECT_FALSE(parses(with_protected(header(cbor::Encoder().integer(alg))))) << alg;
  }
  EXPECT_FALSE(parses(with_protected(header(cbor::Encoder().text("ES384")))));
  EXPECT_FALSE(parses(with_protected(header(cbor::Encoder().null()))));
  EXPECT_FALSE(parses(with_protected(Bytes{0xa0})));
  EXPECT_FALSE(parses(with_protected(Bytes{})));
}

TEST(NsmDocument, N5HeadersElsewhere) {
  CoseParts unprotected_only = forge().parts(Bytes{0xa0}, encode_payload(forge().document()));
  unprotected_only.unprotected = Bytes{0xa1, 0x01, 0x38, 0x22};
  EXPECT_FALSE(parses(unprotected_only.encode()));
  CoseParts both = good_parts();
  both.unprotected = Bytes{0xa1, 0x01, 0x38, 0x22};
  EXPECT_FALSE(parses(both.encode()));
  CoseParts key_id = good_parts();
  key_id.unprotected = cbor::Encoder().map(1).integer(4).bytes(Bytes{1}).take();
  EXPECT_FALSE(parses(key_id.encode()));
  const Bytes critical =
      cbor::Encoder().map(2).integer(1).integer(-35).integer(2).array(1).integer(1).take();
  EXPECT_FALSE(parses(with_protected(critical)));
}

TEST(NsmDocument, N6OtherCoseShapes) {
  CoseParts detached = good_parts();
  detached.payload = cbor_null();
  EXPECT_FALSE(parses(detached.encode()));
  CoseParts inlined = good_parts();
  inlined.payload = encode_payload(forge().document());
  EXPECT_FALSE(parses(inlined.encode()));
  const CoseParts good = good_parts();
  EXPECT_FALSE(parses(cbor::Encoder()
                          .array(3)
                          .encoded(good.protected_header)
                          .encoded(good.unprotected)
                          .encoded(good.payload)
                          .take()));
  EXPECT_FALSE(parses(cbor::Encoder()
                          .array(5)
                          .encoded(good.protected_header)
                          .encoded(good.unprotected)
                          .encoded(good.payload)
                          .encoded(good.signature)
                          .null()
                          .take()));
  for (const uint64_t tag : {17U, 18U, 61U, 96U, 98U, 55799U}) {
    EXPECT_FALSE(parses(cbor::Encoder().tag(tag).encoded(forge().good()).take())) << tag;
  }
}

TEST(NsmDocument, Tag18IsRefusedWithAdvice) {
  const auto refused = parse_document(cbor::Encoder().tag(18).encoded(forge().good()).take());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().seen, "tag 18");
  EXPECT_FALSE(refused.error().hint.empty());
}

TEST(NsmDocument, N7TrailingAndLeadingBytes) {
  const auto with_tail = [](Bytes bytes, ByteView tail) {
    append(bytes, tail);
    return bytes;
  };
  const Bytes tail = {0x00};
  EXPECT_FALSE(parses(with_tail(forge().good(), tail)));
  EXPECT_FALSE(parses(with_tail(forge().good(), Bytes(150, 0))));
  EXPECT_FALSE(parses(with_tail(Bytes(4, 0), forge().good())));
  const PayloadEntries entries(forge().document());
  EXPECT_FALSE(parses(forge().sign_payload(with_tail(entries.encode(), tail))));
  EXPECT_FALSE(parses(forge().sign_payload(with_tail(entries.encode(MapForm::indefinite), tail))));
  EXPECT_FALSE(
      parses(forge().sign_payload(with_tail(entries.encode(MapForm::indefinite), Bytes{0xff}))));
}

TEST(NsmDocument, N8DuplicateKeys) {
  for (const std::string_view key : {"pcrs", "certificate", "module_id", "nonce"}) {
    for (const MapForm form : {MapForm::definite, MapForm::indefinite}) {
      EXPECT_FALSE(
          parses(edited([&](PayloadEntries& e) { e.append(key, Bytes(e.value(key))); }, form)))
          << key;
    }
  }
}

TEST(NsmDocument, N8N10RegistersThatAreNone) {
  const auto with_pcrs = [](auto write) {
    return edited([&](PayloadEntries& e) {
      cbor::Encoder map;
      map.map(17);
      for (unsigned i = 0; i < 16; ++i) map.uint(i).bytes(Digest384{});
      write(map);
      e.set("pcrs", map.take());
    });
  };
  EXPECT_TRUE(parses(with_pcrs([](cbor::Encoder& m) { m.uint(16).bytes(Digest384{}); })));
  EXPECT_TRUE(parses(with_pcrs([](cbor::Encoder& m) { m.uint(31).bytes(Digest384{}); })));
  EXPECT_FALSE(parses(with_pcrs([](cbor::Encoder& m) { m.uint(3).bytes(Digest384{}); })))
      << "twice";
  EXPECT_FALSE(parses(with_pcrs([](cbor::Encoder& m) { m.text("16").bytes(Digest384{}); })));
  EXPECT_FALSE(parses(with_pcrs([](cbor::Encoder& m) { m.integer(-1).bytes(Digest384{}); })));
  EXPECT_FALSE(parses(with_pcrs([](cbor::Encoder& m) { m.uint(32).bytes(Digest384{}); })));
  EXPECT_FALSE(parses(with_pcrs([](cbor::Encoder& m) { m.uint(16).text("x"); })));
  for (const size_t size : {0U, 32U, 47U, 49U, 64U}) {
    EXPECT_FALSE(parses(with_pcrs([&](cbor::Encoder& m) { m.uint(16).bytes(Bytes(size)); })))
        << size;
  }
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("pcrs", Bytes{0xa0}); }))) << "none";
}

TEST(NsmDocument, ALaunchRegisterThatIsMissingIsRefused) {
  for (unsigned missing = 0; missing < launch_register_count; ++missing) {
    Document document = forge().document();
    document.pcrs.erase(missing);
    EXPECT_FALSE(parses(forge().sign(document))) << missing;
  }
}

TEST(NsmDocument, N9MissingKeysAndWrongTypes) {
  for (const std::string_view key :
       {"module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle"}) {
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.remove(key); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, cbor_null()); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, Bytes{0xf5}); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, Bytes{0xa0}); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, Bytes{0x80}); }))) << key;
  }
  for (const std::string_view key : {"public_key", "user_data", "nonce"}) {
    EXPECT_TRUE(parses(edited([&](PayloadEntries& e) { e.remove(key); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, cbor_text("x")); }))) << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, Bytes{0xf7}); }))) << key;
  }
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("module_id", cbor_bytes(Bytes{1})); })));
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("module_id", cbor_text("")); })));
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("timestamp", cbor_uint(0)); })));
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("timestamp", Bytes{0x20}); })));
  EXPECT_FALSE(
      parses(edited([](PayloadEntries& e) { e.set("timestamp", cbor_uint(~uint64_t{0})); })));
  EXPECT_FALSE(parses(edited(
      [](PayloadEntries& e) { e.set("cabundle", cbor::Encoder().array(1).text("x").take()); })));
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("unknown", cbor_null()); })));
  EXPECT_FALSE(parses(forge().sign_payload(Bytes{0x80})));
  EXPECT_FALSE(parses(forge().sign_payload(Bytes{})));
}

TEST(NsmDocument, N10OtherDigests) {
  for (const std::string_view digest : {"SHA256", "SHA512", "sha384", "SHA384 ", ""}) {
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("digest", cbor_text(digest)); })))
        << digest;
  }
}

TEST(NsmDocument, N11SizeLimits) {
  const auto bundle = [](size_t count, size_t size) {
    cbor::Encoder out;
    out.array(count);
    for (size_t i = 0; i < count; ++i) out.bytes(Bytes(size, 1));
    return out.take();
  };
  EXPECT_TRUE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", bundle(1, 1024)); })));
  EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", bundle(0, 0)); })));
  EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", bundle(2, 0)); })));
  EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", bundle(1, 1025)); })));
  EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", bundle(8, 100)); })));
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("certificate", cbor_bytes({})); })));
  EXPECT_FALSE(
      parses(edited([](PayloadEntries& e) { e.set("certificate", cbor_bytes(Bytes(1025))); })));
  for (const std::string_view key : {"public_key", "user_data", "nonce"}) {
    EXPECT_TRUE(parses(edited([&](PayloadEntries& e) { e.set(key, cbor_bytes(Bytes(1024))); })))
        << key;
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set(key, cbor_bytes(Bytes(1025))); })))
        << key;
  }
  EXPECT_FALSE(parses(Bytes(document_limit + 1, 0x84)));
  EXPECT_FALSE(parses(forge().sign_payload(Bytes(16385))));
}

TEST(NsmDocument, N22CborBombs) {
  const Bytes huge_array = {0x9a, 0xff, 0xff, 0xff, 0xff};
  const Bytes huge_map = {0xba, 0xff, 0xff, 0xff, 0xff};
  const Bytes huge_bytes = {0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  for (const Bytes& bomb :
       {huge_array, huge_map, huge_bytes, Bytes(10000, 0x81), Bytes(10000, 0xa1)}) {
    EXPECT_FALSE(parses(bomb));
    EXPECT_FALSE(parses(forge().sign_payload(bomb)));
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("cabundle", Bytes(bomb)); })));
    EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("pcrs", Bytes(bomb)); })));
  }
  const Bytes chunks = {0x5f, 0x41, 0x01, 0x41, 0x02, 0xff};
  EXPECT_FALSE(parses(edited([&](PayloadEntries& e) { e.set("nonce", Bytes(chunks)); })));
  CoseParts parts = good_parts();
  parts.payload = chunks;
  EXPECT_FALSE(parses(parts.encode()));
}

TEST(NsmDocument, N23BreaksInWrongPlaces) {
  const PayloadEntries entries(forge().document());
  Bytes unbroken = entries.encode(MapForm::indefinite);
  unbroken.pop_back();
  EXPECT_FALSE(parses(forge().sign_payload(unbroken)));
  Bytes broken = entries.encode();
  broken.push_back(0xff);
  EXPECT_FALSE(parses(forge().sign_payload(broken)));
  for (const MapForm form : {MapForm::definite, MapForm::indefinite}) {
    EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.set("nonce", Bytes{0xff}); }, form)));
  }
}

TEST(NsmDocument, N25ArmouredInput) {
  const Bytes good = forge().good();
  for (const std::string& text :
       {to_base64(good, Base64::url), to_base64(good, Base64::standard), to_hex(good),
        "-----BEGIN ATTESTATION-----\n" + to_base64(good, Base64::standard) + "\n"}) {
    EXPECT_FALSE(parses(bytes_of(text)));
  }
}

TEST(NsmDocument, N26NitroTpmDocument) {
  const auto refused = parse_document(edited([](PayloadEntries& e) {
    const Bytes registers = e.value("pcrs");
    e.remove("pcrs").append("nitrotpm_pcrs", Bytes(registers));
  }));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::unsupported);
  EXPECT_NE(refused.error().message.find("NitroTPM"), std::string::npos);
  EXPECT_FALSE(parses(edited([](PayloadEntries& e) { e.append("nitrotpm_pcrs", Bytes{0xa0}); })));
}

}  // namespace
}  // namespace anchorhold::nsm
