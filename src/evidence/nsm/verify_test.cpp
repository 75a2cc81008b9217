#include "evidence/nsm/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "codec/cose.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/module_id.h"
#include "evidence/nsm/nsm_forge_test.h"
#include "testkit/attack.h"

namespace anchorhold::nsm {
namespace {

using std::chrono::hours;
using testkit::ChainSpec;
using testkit::CoseParts;
using testkit::NsmForge;

Verification verify_at(const NsmForge& maker, ByteView bytes, Time at,
                       crypto::CertificateCache* cache = nullptr) {
  const Anchor anchor = maker.anchor();
  return verify_document(bytes, std::span(&anchor, 1), at, cache);
}

Verification verify(const NsmForge& maker, ByteView bytes) {
  return verify_at(maker, bytes, NsmForge::at());
}

bool accepted(ByteView bytes) {
  return verify(forge(), bytes).document.has_value();
}

std::string first_failure(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "none" : failure->check;
}

// The first failing check of a good document under a chain with one thing wrong.
template <class Edit>
std::string failure_of_chain(Edit edit) {
  ChainSpec spec = NsmForge::chain_spec();
  edit(spec);
  const NsmForge maker(spec, 7);
  const Verification result = verify(maker, maker.good());
  EXPECT_FALSE(result.document.has_value());
  return first_failure(result);
}

// The first failing check of a well-signed document with something wrong in it.
template <class Edit>
std::string failure_of_document(Edit edit) {
  Document document = forge().document();
  edit(document);
  const Verification result = verify(forge(), forge().sign(document));
  EXPECT_FALSE(result.document.has_value());
  return first_failure(result);
}

TEST(NsmVerify, AcceptsAGoodDocumentAndKeepsItsContent) {
  const Verification result = verify(forge(), forge().good());
  ASSERT_TRUE(result.document.has_value()) << first_failure(result);
  EXPECT_TRUE(result.findings.accepted());
  EXPECT_EQ(static_cast<const Document&>(**result.document), forge().document());
  EXPECT_EQ((*result.document)->anchor, forge().anchor());
  std::vector<std::string> checks;
  for (const Finding& finding : result.findings.list()) checks.push_back(finding.check);
  EXPECT_EQ(checks,
            (std::vector<std::string>{"nsm.structure", "nsm.chain.root", "nsm.chain.certificates",
                                      "nsm.chain.links", "nsm.chain.validity", "nsm.signature",
                                      "nsm.module_id", "nsm.instance"}));
}

TEST(NsmVerify, EveryFailureKeepsAllChecksInTheList) {
  const Verification result = verify(forge(), Bytes{1, 2, 3});
  EXPECT_EQ(result.findings.list().size(), 8U);
  EXPECT_EQ(first_failure(result), "nsm.structure");
}

TEST(NsmVerify, N1N2EverySingleBitFlipIsRefused) {
  crypto::CertificateCache cache;
  ASSERT_TRUE(verify_at(forge(), forge().good(), NsmForge::at(), &cache).document);
  // One bit of every byte, another one each time: all bits take a minute and prove no more.
  Bytes mutant = forge().good();
  for (size_t i = 0; i < mutant.size(); ++i) {
    const auto mask = static_cast<uint8_t>(1U << (i % 8));
    mutant[i] ^= mask;
    EXPECT_FALSE(verify_at(forge(), mutant, NsmForge::at(), &cache).document) << "byte " << i;
    mutant[i] ^= mask;
  }
}

TEST(NsmVerify, N2AllBitsOfTheHeaderAreCovered) {
  const Bytes good = forge().good();
  testkit::for_each_bit_flip(ByteView(good).first(10), [&](ByteView head, size_t bit) {
    Bytes mutant = copy_of(head);
    append(mutant, ByteView(good).subspan(10));
    EXPECT_FALSE(accepted(mutant)) << bit;
  });
}

TEST(NsmVerify, N3SignaturesThatAreNone) {
  const CoseParts good =
      forge().parts(cose::protected_header(cose::kEs384), encode_payload(forge().document()));
  const auto with_signature = [&](const Bytes& signature) {
    CoseParts parts = good;
    parts.signature = testkit::cbor_bytes(signature);
    return accepted(parts.encode());
  };
  const Bytes raw(good.signature.end() - 96, good.signature.end());
  ASSERT_TRUE(with_signature(raw));
  const Bytes zero(48, 0);
  const Bytes over(48, 0xff);
  const Bytes r(raw.begin(), raw.begin() + 48);
  const Bytes s(raw.begin() + 48, raw.end());
  const auto joined = [](Bytes a, const Bytes& b) {
    append(a, b);
    return a;
  };
  EXPECT_FALSE(with_signature(joined(s, r))) << "swapped";
  EXPECT_FALSE(with_signature(joined(zero, s)));
  EXPECT_FALSE(with_signature(joined(r, zero)));
  EXPECT_FALSE(with_signature(joined(zero, zero)));
  EXPECT_FALSE(with_signature(joined(over, s)));
  EXPECT_FALSE(with_signature(joined(r, over)));
}

TEST(NsmVerify, N12OrderOfTheBundle) {
  EXPECT_EQ(failure_of_document([](Document& d) { std::ranges::reverse(d.cabundle); }),
            "nsm.chain.root");
  EXPECT_EQ(failure_of_document([](Document& d) { std::swap(d.cabundle[1], d.cabundle[2]); }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_document([](Document& d) { std::swap(d.cabundle[2], d.cabundle[3]); }),
            "nsm.chain.links");
}

TEST(NsmVerify, N13AHomeMadeRootWithEverythingSignedAnew) {
  const NsmForge stranger(99);
  const Verification result = verify(forge(), stranger.good());
  EXPECT_EQ(first_failure(result), "nsm.chain.root");
  EXPECT_FALSE(
      verify_document(stranger.good(), std::vector<Anchor>{NitroAnchor{}}, NsmForge::at(), nullptr)
          .document);
}

TEST(NsmVerify, N14ARootOfTheSameNameAndAnotherKey) {
  const NsmForge twin(2);  // the same specification, so the same names
  EXPECT_EQ(failure_of_document([&](Document& d) { d.cabundle[0] = twin.chain().certificates[0]; }),
            "nsm.chain.root");
}

TEST(NsmVerify, N15ChainsThatDoNotLink) {
  for (size_t dropped = 1; dropped < 4; ++dropped) {
    EXPECT_EQ(failure_of_document([&](Document& d) {
                d.cabundle.erase(d.cabundle.begin() + static_cast<std::ptrdiff_t>(dropped));
              }),
              "nsm.chain.links")
        << dropped;
  }
  const NsmForge other(5);
  EXPECT_EQ(failure_of_document([&](Document& d) {
              d.cabundle.insert(d.cabundle.begin() + 2, other.chain().certificates[1]);
            }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_document([&](Document& d) { d.certificate = other.chain().leaf(); }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_document([](Document& d) { d.cabundle.push_back(d.cabundle.back()); }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_document([](Document& d) { d.certificate = d.cabundle.back(); }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s[2].wrong_issuer_name = true; }),
            "nsm.chain.links");
  for (size_t level = 1; level < 5; ++level) {
    EXPECT_EQ(failure_of_chain([&](ChainSpec& s) { s[level].foreign_signature = true; }),
              "nsm.chain.links")
        << level;
  }
}

TEST(NsmVerify, N16CertificatesThatMayNotIssue) {
  // The leaf, or the instance certificate with path length 0, signs one more certificate.
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s.push_back(s.back()); }), "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) {
              s.insert(s.begin() + 4, s[3]);
              s[4].common_name = "one too many";
            }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s.insert(s.begin() + 4, s[3]); }),
            "nsm.chain.links")
      << "self-issued, which RFC 5280 would not count";
  for (size_t level = 0; level < 4; ++level) {
    const auto with_issuer = [&](bool ca, bool cert_sign) {
      return failure_of_chain([&](ChainSpec& s) {
        s[level].ca = ca;
        if (!ca) s[level].path_length.reset();
        s[level].cert_sign = cert_sign;
        s[level].digital_signature = true;
      });
    };
    EXPECT_EQ(with_issuer(false, true), "nsm.chain.links") << level;
    EXPECT_EQ(with_issuer(true, false), "nsm.chain.links") << level;
  }
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s[1].path_length = 1; }), "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s[2].path_length = 0; }), "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) {
              s[4].digital_signature = false;
              s[4].cert_sign = true;
            }),
            "nsm.chain.links");
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) {
              s[4].ca = true;
              s[4].cert_sign = true;
            }),
            "nsm.chain.links");
}

TEST(NsmVerify, N17EveryCertificatesValidity) {
  const Bytes good = forge().good();
  crypto::CertificateCache cache;
  ASSERT_TRUE(verify_at(forge(), good, NsmForge::at(), &cache).document);
  for (crypto::CertificateCache* used : {static_cast<crypto::CertificateCache*>(nullptr), &cache}) {
    for (const Duration offset : {Duration(hours(4)), Duration(hours(48)), Duration(hours(24 * 30)),
                                  -Duration(std::chrono::minutes(6))}) {
      EXPECT_EQ(first_failure(verify_at(forge(), good, NsmForge::at() + offset, used)),
                "nsm.chain.validity")
          << offset.count();
    }
  }
  const auto with_dates = [](size_t level, Duration from, Duration to) {
    return failure_of_chain([&](ChainSpec& s) {
      s[level].not_before = NsmForge::at() + from;
      s[level].not_after = NsmForge::at() + to;
    });
  };
  for (size_t level = 0; level < 5; ++level) {
    EXPECT_EQ(with_dates(level, -hours(1), -std::chrono::minutes(1)), "nsm.chain.validity")
        << level;
    EXPECT_EQ(with_dates(level, std::chrono::minutes(1), hours(1)), "nsm.chain.validity") << level;
  }
  EXPECT_EQ(with_dates(4, hours(48), hours(49)), "nsm.chain.links")
      << "the leaf outlives its issuer";
}

TEST(NsmVerify, TheFirstAndTheLastSecondOfTheLeafAreValid) {
  const ChainSpec spec = NsmForge::chain_spec();
  const auto valid = [&](Time at) {
    return verify_at(forge(), forge().good(), at).document.has_value();
  };
  EXPECT_TRUE(valid(spec.back().not_before));
  EXPECT_TRUE(valid(spec.back().not_after));
  EXPECT_TRUE(valid(spec.back().not_after + std::chrono::milliseconds(999)));
  EXPECT_FALSE(valid(spec.back().not_before - Duration(1)));
  EXPECT_FALSE(valid(spec.back().not_after + std::chrono::seconds(1)));
}

TEST(NsmVerify, N24OtherKeysAndHashes) {
  EXPECT_NE(failure_of_chain([](ChainSpec& s) { s[3].algorithm = crypto::Algorithm::es256; }),
            "none")
      << "an issuer on P-256, so a leaf signed with SHA-256";
  EXPECT_EQ(failure_of_chain([](ChainSpec& s) { s[4].rsa_key = true; }), "nsm.chain.certificates");
  ChainSpec spec = NsmForge::chain_spec();
  spec.back().algorithm = crypto::Algorithm::es256;
  const NsmForge maker(spec, 3);
  // The 64-byte signature of a P-256 leaf is refused for its length, padded to 96 bytes for the
  // leaf's key.
  CoseParts parts =
      maker.parts(cose::protected_header(cose::kEs384), encode_payload(maker.document()));
  EXPECT_EQ(first_failure(verify(maker, parts.encode())), "nsm.structure");
  parts.signature = testkit::cbor_bytes(Bytes(96, 1));
  EXPECT_EQ(first_failure(verify(maker, parts.encode())), "nsm.chain.certificates");
}

TEST(NsmVerify, N27TheTwinOfASignatureIsTakenAsTheSameDocument) {
  // n of P-384 (SEC 2 section 2.5.1).
  constexpr ByteArray<48> order = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                   0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37,
                                   0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a,
                                   0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};
  Bytes twin = forge().good();
  int borrow = 0;
  for (size_t i = 48; i-- > 0;) {
    uint8_t& s = twin[twin.size() - 48 + i];
    const int difference = order[i] - s - borrow;
    borrow = difference < 0 ? 1 : 0;
    s = static_cast<uint8_t>(difference + 256 * borrow);
  }
  EXPECT_TRUE(accepted(twin));
}

TEST(NsmVerify, AHardwareIdUnderASoftwareRootIsRefused) {
  const std::string id = "i-0827e799ec9232d44-enc019b55a68bd2ed4b";
  ChainSpec spec = testkit::nitro_like(NsmForge::at(), id + ".us-east-1.aws");
  spec[3].common_name = "i-0827e799ec9232d44.us-east-1.aws.nitro-enclaves";
  const NsmForge maker(spec, 11);
  Document document = maker.document();
  document.module_id = id;
  document.pcrs[4] = instance_register("i-0827e799ec9232d44");
  const Verification result = verify(maker, maker.sign(document));
  EXPECT_FALSE(result.document);
  EXPECT_EQ(first_failure(result), "nsm.module_id");
}

TEST(NsmVerify, ModuleIdsThatTheLeafDoesNotBear) {
  EXPECT_EQ(failure_of_document(
                [](Document& d) { d.module_id = "software-testhost-enc0000000000000001"; }),
            "nsm.module_id");
  EXPECT_EQ(failure_of_document([](Document& d) { d.module_id = "whatever"; }), "nsm.module_id");
  EXPECT_EQ(failure_of_document([](Document& d) { d.pcrs[4].fill(1); }), "nsm.instance");
}

TEST(NsmVerify, AnAnchorAmongSeveralIsFound) {
  const NsmForge other(42);
  const std::vector<Anchor> anchors = {NitroAnchor{}, other.anchor(), forge().anchor()};
  const Verification result = verify_document(forge().good(), anchors, NsmForge::at(), nullptr);
  ASSERT_TRUE(result.document);
  EXPECT_EQ((*result.document)->anchor, forge().anchor());
  EXPECT_FALSE(verify_document(forge().good(), {}, NsmForge::at(), nullptr).document)
      << "no anchor trusts nothing";
}

TEST(NsmVerify, ChainsOfTwoAreEnough) {
  ChainSpec spec = NsmForge::chain_spec();
  spec.erase(spec.begin() + 1, spec.begin() + 4);
  const NsmForge maker(spec, 8);
  EXPECT_TRUE(verify(maker, maker.good()).document);
}

TEST(NsmCache, JudgesRememberedIssuersAtTheTimeLikeUnknownOnes) {
  const ChainSpec spec = NsmForge::chain_spec();
  const Time later = spec[3].not_after + hours(1);
  ChainSpec outliving = spec;  // its leaf and its issuer are never valid together
  outliving[4].not_before = later;
  outliving[4].not_after = later + hours(1);
  const NsmForge maker(spec, 14);
  const NsmForge heir(outliving, 14);
  crypto::CertificateCache cache;
  ASSERT_TRUE(verify_at(maker, maker.good(), NsmForge::at(), &cache).document);
  const auto texts = [&](crypto::CertificateCache* used) {
    std::string out;
    const auto verified = verify_at(heir, heir.good(), later, used);
    for (const Finding& finding : verified.findings.list())
      out += finding.check + finding.observed + "\n";
    return out;
  };
  EXPECT_EQ(texts(&cache), texts(nullptr));
  EXPECT_EQ(cache.facts(), 5U);
}

TEST(NsmCache, RemembersOnlyWhatWasProven) {
  crypto::CertificateCache cache;
  ChainSpec spec = NsmForge::chain_spec();
  spec[4].foreign_signature = true;
  const NsmForge maker(spec, 13);
  EXPECT_FALSE(verify_at(maker, maker.good(), NsmForge::at(), &cache).document);
  EXPECT_EQ(cache.facts(), 4U) << "root and issuers, not the leaf";
  EXPECT_FALSE(verify_at(maker, maker.good(), NsmForge::at(), &cache).document);
  EXPECT_FALSE(verify_at(forge(), maker.good(), NsmForge::at(), &cache).document)
      << "another root is still another";
}

}  // namespace
}  // namespace anchorhold::nsm
