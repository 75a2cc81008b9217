#include "evidence/dice/verify.h"

#include <gtest/gtest.h>

#include "codec/der.h"
#include "evidence/dice/tcb_info.h"
#include "testkit/attack.h"
#include "testkit/forged_ca.h"
#include "testkit/forged_dice.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::dice {
namespace {

using testkit::cbor_bytes;
using testkit::cbor_text;
using testkit::cbor_uint;
using testkit::ChainSpec;
using testkit::ClaimMap;
using testkit::DiceExtensions;
using testkit::DiceForge;

std::string first_failure(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "accepted" : failure->check;
}

class DiceX509 : public testing::Test {
 protected:
  static Verification verify(const DiceForge::X509& chain, ByteView evidence,
                             Time at = DiceForge::at()) {
    const std::vector<crypto::SubjectKey> keys = {chain.anchor};
    const std::vector<GivenAnchor> given = {{chain.anchor.spki_sha256()}};
    return verify_chain(evidence, {.certificates = {}, .keys = keys}, given, at, nullptr);
  }
  std::string refusal(const ChainSpec& spec) const {
    const auto chain = forge_.x509(spec);
    return first_failure(verify(chain, chain.evidence()));
  }
  std::string with_leaf(const DiceExtensions& extensions) const {
    const auto chain = forge_.x509(DiceForge::chain_spec(), extensions);
    return first_failure(verify(chain, chain.evidence()));
  }

  DiceForge forge_;
  ChainSpec spec_ = DiceForge::chain_spec();
};

TEST_F(DiceX509, AcceptsAGoodChain) {
  const auto chain = forge_.x509();
  const Verification result = verify(chain, chain.evidence());
  ASSERT_TRUE(result.claims) << first_failure(result);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::dice);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.root, chain.anchor.spki_sha256());
  EXPECT_EQ(*claims.measurement("code_hash"), Bytes(64, 0x71));
  EXPECT_EQ(*claims.measurement("tcb_info_0.fwid"), Bytes(32, 0x75));
  EXPECT_EQ(claims.signers.at("authority_hash"), Bytes(64, 0x74));
  EXPECT_EQ(claims.svn.at("tcb_info_0.svn"), 7U);
  EXPECT_EQ(claims.debug, false);
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("mode")), "normal");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("tcb_info_0.type")), "FMC");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("issuer1.subject")), "layer 0");
  EXPECT_TRUE(looks_like_chain(chain.evidence()));
}

TEST_F(DiceX509, FindsIssuersInAnyPool) {
  const auto chain = forge_.x509();
  const std::vector<GivenAnchor> given = {{chain.anchor.spki_sha256()}};
  std::vector<crypto::Certificate> pool;
  for (const Bytes& der : {chain.root, chain.certificates[1]}) {
    pool.push_back(crypto::parse_certificate("pool", der).value());
  }
  crypto::CertificateCache cache;
  for (int i = 0; i < 2; ++i) {
    const Verification result = verify_chain(
        chain.certificates[0], {.certificates = pool, .keys = {}}, given, DiceForge::at(), &cache);
    EXPECT_EQ(first_failure(result), "accepted") << "the anchor's certificate stands in the pool";
    ASSERT_TRUE(result.claims);
    EXPECT_FALSE((*result.claims)->vendor.contains("issuer2.subject"))
        << "nobody vouches for what the anchor's certificate says";
  }
}

TEST_F(DiceX509, DemandsAnAnchor) {
  const auto chain = forge_.x509();
  const std::vector<crypto::SubjectKey> keys = {chain.anchor};
  const auto check = [&](std::span<const crypto::SubjectKey> k, std::span<const GivenAnchor> g) {
    return first_failure(verify_chain(chain.evidence(), {.certificates = {}, .keys = k}, g,
                                      DiceForge::at(), nullptr));
  };
  const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
  EXPECT_EQ(check(keys, given), "accepted");
  EXPECT_EQ(check({}, given), "dice.chain.root");
  EXPECT_EQ(check(keys, {}), "dice.chain.root");
  const std::vector<crypto::SubjectKey> stranger = {DiceForge(4).x509().anchor};
  const std::vector<GivenAnchor> strangers = {{stranger.front().spki_sha256()}};
  EXPECT_EQ(check(stranger, strangers), "dice.chain.root");
  const auto leaf = crypto::parse_certificate("leaf", chain.certificates[0]).value();
  const std::vector<GivenAnchor> leaf_key = {{leaf.key.spki_sha256()}};
  EXPECT_EQ(check(keys, leaf_key), "dice.chain.root") << "the leaf cannot vouch for itself";
}

TEST_F(DiceX509, RefusesBrokenLinks) {
  const auto with = [&](size_t link, auto change) {
    ChainSpec spec = DiceForge::chain_spec();
    change(spec[link]);
    return refusal(spec);
  };
  EXPECT_EQ(with(2, [](auto& s) { s.wrong_issuer_name = true; }), "dice.chain.links");
  EXPECT_EQ(with(1, [](auto& s) { s.foreign_signature = true; }), "dice.chain.root");
  EXPECT_EQ(with(1, [](auto& s) { s.ca = false; }), "dice.chain.links");
  EXPECT_EQ(with(1,
                 [](auto& s) {
                   s.cert_sign = false;
                   s.digital_signature = true;
                 }),
            "dice.chain.links");
  EXPECT_EQ(with(1, [](auto& s) { s.path_length = 0; }), "accepted")
      << "the leaf does not count, whatever it is";
  EXPECT_EQ(with(1, [](auto& s) { s.rsa_key = true; }), "dice.chain.links");
}

TEST_F(DiceX509, CountsThePathLength) {
  ChainSpec spec = spec_;
  spec.insert(spec.begin() + 2, spec[2]);
  spec[2].common_name = "layer 0.5";
  EXPECT_EQ(refusal(spec), "accepted");
  spec[1].path_length = 0;
  EXPECT_EQ(refusal(spec), "dice.chain.links");
}

TEST_F(DiceX509, JudgesDatesByThemselves) {
  const auto chain = forge_.x509();
  const auto at = [&](Duration shift) {
    return first_failure(verify(chain, chain.evidence(), DiceForge::at() + shift));
  };
  EXPECT_EQ(at(std::chrono::hours(24 * 364)), "accepted");
  EXPECT_EQ(at(std::chrono::hours(24 * 366)), "dice.chain.validity");
  EXPECT_EQ(at(-std::chrono::hours(24 * 366)), "dice.chain.validity");
}

TEST_F(DiceX509, RefusesCriticalExtensionsItDoesNotKnow) {
  testkit::FixedRandom random(1);
  const auto chain = testkit::forge_chain(spec_, random);
  const auto leaf = testkit::with_extension(chain.leaf(), der::Oid::of({1, 2, 3, 4}), true,
                                            der::null(), chain.keys[1]);
  Bytes evidence = leaf;
  append(evidence, chain.certificates[1]);
  const DiceForge::X509 forged = {.certificates = {leaf},
                                  .root = chain.certificates[0],
                                  .anchor = testkit::subject_key(chain.keys[0].public_key())};
  EXPECT_EQ(first_failure(verify(forged, evidence)), "dice.chain.links");
  EXPECT_FALSE(looks_like_chain(chain.leaf())) << "a certificate without a DICE extension";
}

TEST_F(DiceX509, RefusesExtensionsThatCannotBeRead) {
  EXPECT_EQ(with_leaf({}), "accepted");
  EXPECT_EQ(with_leaf({.open_profile = DiceForge::open_profile(4)}), "dice.layers");
  EXPECT_EQ(with_leaf({.open_profile = copy_of(bytes_of("junk"))}), "dice.layers");
  EXPECT_EQ(with_leaf({.tcb_info = DiceForge::tcb_info(0)}), "accepted");
  EXPECT_EQ(with_leaf({.tcb_info = Bytes(20, 0x44)}), "dice.layers");
  EXPECT_EQ(with_leaf({.multi_tcb_info = der::sequence({})}), "dice.layers");
  EXPECT_EQ(with_leaf({.ueid = der::octet_string(Bytes(17))}), "dice.layers");
  EXPECT_EQ(with_leaf({.ueid = der::sequence({der::octet_string(Bytes(34))})}), "dice.layers");
}

TEST_F(DiceX509, DebugFollowsFromModeAndFlags) {
  const auto debug = [&](const DiceExtensions& extensions) {
    const auto chain = forge_.x509(spec_, extensions);
    const Verification result = verify(chain, chain.evidence());
    return result.claims ? (*result.claims)->debug : std::optional<bool>();
  };
  EXPECT_EQ(debug({}), std::nullopt) << "nothing is said";
  EXPECT_EQ(debug({.open_profile = DiceForge::open_profile(1)}), false);
  for (const uint8_t mode : {uint8_t{0}, uint8_t{2}, uint8_t{3}}) {
    EXPECT_EQ(debug({.open_profile = DiceForge::open_profile(mode)}), true) << int{mode};
  }
  EXPECT_EQ(debug({.tcb_info = DiceForge::tcb_info(1U << 31)}), false) << "fixed width only";
  for (const uint32_t flag : {not_configured_flag, not_secure_flag, recovery_flag, debug_flag}) {
    EXPECT_EQ(debug({.tcb_info = DiceForge::tcb_info(flag)}), true) << flag;
  }
}

TEST_F(DiceX509, RefusesTruncationsAndBitFlips) {
  const auto chain = forge_.x509();
  const Bytes& leaf = chain.certificates[0];
  const Bytes rest = chain.certificates[1];
  const auto accepts = [&](ByteView mutant) {
    Bytes evidence = copy_of(mutant);
    append(evidence, rest);
    return verify(chain, evidence).claims.has_value();
  };
  testkit::for_each_truncation(leaf, [&](ByteView prefix) {
    if (!prefix.empty()) {
      EXPECT_FALSE(accepts(prefix));
    }
  });
  testkit::for_each_bit_flip(leaf, [&](ByteView mutant, size_t bit) {
    if (bit % 5 == 0) {
      EXPECT_FALSE(accepts(mutant)) << bit;
    }
  });
}

TEST_F(DiceX509, RefusesWhatIsNoCertificate) {
  const auto chain = forge_.x509();
  EXPECT_EQ(first_failure(verify(chain, {})), "dice.structure");
  EXPECT_EQ(first_failure(verify(chain, bytes_of("hello"))), "dice.structure");
}

class DiceCbor : public testing::Test {
 protected:
  Verification verify(ByteView evidence, Time at = DiceForge::at()) const {
    const std::vector<crypto::SubjectKey> keys = {forge_.device_key()};
    const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
    return verify_chain(evidence, {.certificates = {}, .keys = keys}, given, at, nullptr);
  }
  std::string refusal(ByteView evidence) const { return first_failure(verify(evidence)); }
  std::string with_leaf(const ClaimMap& claims) const {
    return refusal(forge_.cbor_chain(
        {forge_.certificate(forge_.claims(0), 0), forge_.certificate(claims, 1)}));
  }
  std::string with_issuer(const ClaimMap& claims) const {
    return refusal(forge_.cbor_chain(
        {forge_.certificate(claims, 0), forge_.certificate(forge_.claims(1), 1)}));
  }

  DiceForge forge_;
};

TEST_F(DiceCbor, AcceptsAChainAndASingleCertificate) {
  const Verification result = verify(forge_.good_cbor_chain());
  ASSERT_TRUE(result.claims) << first_failure(result);
  EXPECT_EQ(*(*result.claims)->measurement("code_hash"), Bytes(64, 0x82)) << "the leaf's";
  EXPECT_EQ(*(*result.claims)->measurement("issuer1.code_hash"), Bytes(64, 0x81));
  EXPECT_EQ((*result.claims)->platform, "uds");
  EXPECT_EQ((*result.claims)->debug, false);
  EXPECT_TRUE(looks_like_chain(forge_.good_cbor_chain()));
  EXPECT_EQ(refusal(forge_.certificate(forge_.claims(0), 0)), "accepted");
}

TEST_F(DiceCbor, DemandsAnAnchor) {
  const auto without = [&](ByteView evidence) {
    return first_failure(
        verify_chain(evidence, {.certificates = {}, .keys = {}}, {}, DiceForge::at(), nullptr));
  };
  EXPECT_EQ(without(forge_.good_cbor_chain()), "dice.chain.root");
  EXPECT_EQ(without(forge_.certificate(forge_.claims(0), 0)), "dice.chain.root");
  EXPECT_EQ(refusal(DiceForge(3).good_cbor_chain()), "dice.chain.root");
  EXPECT_EQ(refusal(forge_.certificate(forge_.claims(1), 1)), "dice.chain.root");
}

TEST_F(DiceCbor, RefusesBrokenLinks) {
  EXPECT_EQ(with_leaf(forge_.claims(1).set(1, cbor_text("someone else"))), "dice.chain.links");
  EXPECT_EQ(with_issuer(forge_.claims(0).set(-4670553, cbor_bytes(Bytes{0x01}))),
            "dice.chain.links");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(-4670553, cbor_bytes(Bytes{0x01}))), "accepted");
  const Bytes swapped = forge_.cbor_chain(
      {forge_.certificate(forge_.claims(1), 1), forge_.certificate(forge_.claims(0), 0)});
  EXPECT_EQ(refusal(swapped), "dice.chain.links");
  const Bytes foreign = forge_.cbor_chain(
      {forge_.certificate(forge_.claims(0), 0), DiceForge(6).certificate(forge_.claims(1), 1)});
  EXPECT_EQ(refusal(foreign), "dice.chain.links");
}

TEST_F(DiceCbor, DemandsTheMandatoryClaims) {
  for (const int64_t label : {int64_t{1}, int64_t{2}, int64_t{-4670552}, int64_t{-4670553}}) {
    EXPECT_EQ(with_leaf(forge_.claims(1).remove(label)), "dice.structure") << label;
    EXPECT_EQ(with_leaf(forge_.claims(1).append(label, cbor_uint(1))), "dice.structure") << label;
  }
  EXPECT_EQ(with_leaf(forge_.claims(1).set(-4670545, cbor_bytes(Bytes(65)))), "dice.structure");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(-4670551, cbor_bytes(Bytes{4}))), "dice.structure");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(-4670551, cbor_uint(1))), "accepted");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(-4670552, cbor_bytes(Bytes{0xa0}))), "dice.structure");
}

TEST_F(DiceCbor, JudgesDatesWhereThereAreAny) {
  const auto seconds = [](Duration shift) {
    return cbor_uint(static_cast<uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(DiceForge::at().time_since_epoch() + shift)
            .count()));
  };
  using std::chrono::hours;
  EXPECT_EQ(with_leaf(forge_.claims(1).set(4, seconds(hours(1))).set(5, seconds(-hours(1)))),
            "accepted");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(4, seconds(-hours(1)))), "dice.chain.validity");
  EXPECT_EQ(with_leaf(forge_.claims(1).set(5, seconds(hours(1)))), "dice.chain.validity");
}

TEST_F(DiceCbor, BoundsTheChain) {
  const std::vector<Bytes> many(17, forge_.certificate(forge_.claims(0), 0));
  EXPECT_EQ(refusal(forge_.cbor_chain(many)), "dice.structure");
  EXPECT_EQ(refusal(forge_.cbor_chain({})), "dice.structure");
}

TEST_F(DiceCbor, RefusesTruncationsAndBitFlips) {
  const Bytes good = forge_.good_cbor_chain();
  testkit::for_each_truncation(good, [&](ByteView p) { EXPECT_FALSE(verify(p).claims); });
  testkit::for_each_bit_flip(good, [&](ByteView mutant, size_t bit) {
    if (bit % 5 == 0) {
      EXPECT_FALSE(verify(mutant).claims) << bit;
    }
  });
}

TEST(DiceRequest, IsReadOnlyWithItsOwnSignature) {
  testkit::FixedRandom random(1);
  const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value();
  const Bytes info = der::sequence({der::integer(0), der::sequence({}), key.public_key().spki(),
                                    der::element(der::context(0), {})});
  const Bytes ed25519 = der::sequence({der::oid(der::Oid::of({1, 3, 101, 112}))});
  const Bytes good = der::sequence({info, ed25519, der::bit_string(key.sign(info).value())});
  const auto read = request_key(good);
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(*read, testkit::subject_key(key.public_key()));
  testkit::for_each_truncation(good, [](ByteView p) { EXPECT_FALSE(request_key(p).ok()); });
  testkit::for_each_bit_flip(
      good, [](ByteView mutant, size_t bit) { EXPECT_FALSE(request_key(mutant).ok()) << bit; });
}

}  // namespace
}  // namespace anchorhold::dice
