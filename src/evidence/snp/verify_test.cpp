#include "evidence/snp/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/snp/checks.h"
#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"

namespace anchorhold::snp {
namespace {

using testkit::put_little;
using testkit::SnpForge;
using testkit::SnpLine;
namespace at = testkit::snp_at;

TEST(SnpVerify, AcceptsGoodReportsOfEveryLineAndVersion) {
  for (const SnpLine line : {SnpLine::milan, SnpLine::genoa, SnpLine::turin}) {
    const SnpForge forge(line);
    for (const uint32_t version : {2U, 3U, 5U}) {
      const Verification result =
          verify_in(forge, SnpForge::sign(forge.body(version)), forge.pool(forge.vcek()));
      EXPECT_EQ(first_failure(result), "none");
      ASSERT_TRUE(result.claims.has_value());
      EXPECT_FALSE((*result.claims)->hardware_rooted);
      EXPECT_EQ((*result.claims)->svn.contains("fmc"), line == SnpLine::turin);
    }
  }
}

TEST(SnpVerify, MakesEveryCheckOnce) {
  const Verification result = verify_good(forge().good());
  std::vector<std::string> made;
  for (const Finding& finding : result.findings.list()) made.push_back(finding.check);
  std::vector<std::string> table;
  for (const Check* check : check_table()) table.emplace_back(check->id);
  EXPECT_EQ(made, table);
}

TEST(SnpVerify, EveryFailureKeepsAllChecksInTheList) {
  for (const Bytes& bytes : {Bytes{1, 2, 3}, Bytes(1184), SnpForge::sign(forge().body(), 9)}) {
    const Verification result = verify_good(bytes);
    EXPECT_FALSE(result.claims.has_value());
    for (const Check* check : check_table()) {
      EXPECT_TRUE(std::ranges::any_of(result.findings.list(), [&](const Finding& finding) {
        return finding.check == check->id;
      })) << check->id;
    }
  }
}

TEST(SnpVerify, AcceptsAVlekUnderItsAsvk) {
  const Verification result = verify_vlek(forge().vlek(), forge().vlek_body());
  ASSERT_EQ(first_failure(result), "none");
  EXPECT_EQ(std::get<std::string>((*result.claims)->vendor.at("csp_id")), "CN=cloud.example");
  EXPECT_TRUE((*result.claims)->platform.empty());
}

TEST(SnpVerify, ReportsClaimsAlsoWhenRefused) {
  const Verification result = verify_good(SnpForge::sign(forge().body(), 9));
  EXPECT_EQ(first_failure(result), "snp.signature");
  ASSERT_TRUE(result.said.has_value());
  EXPECT_EQ(result.said->claimed().security_version, 7U);
}

TEST(SnpVerify, S1EveryFlippedBitIsRefused) {
  crypto::CertificateCache cache;
  const auto pool = forge().pool(forge().vcek());
  Bytes mutant = forge().good();
  // One bit of every byte, another one each time.
  for (size_t i = 0; i < mutant.size(); ++i) {
    const auto mask = static_cast<uint8_t>(1U << (i % 8));
    mutant[i] ^= mask;
    EXPECT_FALSE(verify_in(forge(), mutant, pool, &cache).claims) << "byte " << i;
    mutant[i] ^= mask;
  }
}

TEST(SnpVerify, S2SignaturesThatAreNone) {
  const Bytes good = forge().good();
  const auto with_numbers = [&](ByteView r, ByteView s) {
    Bytes mutant = good;
    std::ranges::copy(r, mutant.begin() + at::signature_r);
    std::ranges::copy(s, mutant.begin() + at::signature_s);
    return first_failure(verify_good(mutant));
  };
  const ByteView r = ByteView(good).subspan(at::signature_r, 48);
  const ByteView s = ByteView(good).subspan(at::signature_s, 48);
  const Bytes zero(48);
  const Bytes over(48, 0xff);
  const Bytes big_r(r.rbegin(), r.rend());
  const Bytes big_s(s.rbegin(), s.rend());
  EXPECT_EQ(with_numbers(r, s), "none");
  EXPECT_EQ(with_numbers(s, r), "snp.signature");
  EXPECT_EQ(with_numbers(zero, s), "snp.signature");
  EXPECT_EQ(with_numbers(r, zero), "snp.signature");
  EXPECT_EQ(with_numbers(over, s), "snp.signature");
  EXPECT_EQ(with_numbers(r, over), "snp.signature");
  EXPECT_EQ(with_numbers(big_r, big_s), "snp.signature");
}

TEST(SnpVerify, S5VersionIsNoProxyForTheProduct) {
  const SnpForge turin(SnpLine::turin);
  EXPECT_TRUE(verify_in(turin, SnpForge::sign(turin.body(3)), turin.pool(turin.vcek())).claims);
  EXPECT_TRUE(verify_good(SnpForge::sign(forge().body(5))).claims);
}

TEST(SnpVerify, S6DebugIsAuthenticAndReported) {
  const Verification result = verify_changed([](Bytes& body) { body[at::policy + 2] |= 0x08; });
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_EQ((*result.claims)->debug, true);
  EXPECT_EQ(std::get<uint64_t>((*result.claims)->vendor.at("policy_debug")), 1U);
}

TEST(SnpVerify, S7PolicyBitsThatMustNotBe) {
  EXPECT_EQ(failure_of([](Bytes& body) { put_little(body, at::policy, 0x1001f, 8); }),
            "snp.policy");
  for (unsigned bit = 25; bit < 64; ++bit) {
    const auto set = [bit](Bytes& body) {
      put_little(body, at::policy, 0x3001fU | (uint64_t{1} << bit), 8);
    };
    EXPECT_EQ(failure_of(set), "snp.policy") << bit;
    EXPECT_EQ(failure_of(set, 5), bit == 25 ? "none" : "snp.policy") << bit;
  }
}

TEST(SnpVerify, S7MigrationIsReported) {
  const Verification result = verify_changed([](Bytes& body) { body[at::policy + 2] |= 0x04; });
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_EQ(std::get<uint64_t>((*result.claims)->vendor.at("policy_migrate_ma")), 1U);
}

TEST(SnpVerify, S8ReportsThatTheHostAskedFor) {
  for (const uint32_t vmpl : {1U, 2U, 3U})
    EXPECT_EQ(failure_of([&](Bytes& body) { put_little(body, at::vmpl, vmpl, 4); }), "none");
  for (const uint32_t vmpl : {4U, 0x100U, 0xfffffffeU, 0xffffffffU})
    EXPECT_EQ(failure_of([&](Bytes& body) { put_little(body, at::vmpl, vmpl, 4); }), "snp.vmpl");
}

TEST(SnpVerify, S21FirmwareThatContradictsItself) {
  const auto above = [](size_t place) { return [place](Bytes& body) { body[place + 6] = 0x7f; }; };
  EXPECT_EQ(failure_of(above(at::committed_tcb)), "snp.firmware");
  EXPECT_EQ(failure_of(above(at::launch_tcb)), "snp.firmware");
  EXPECT_EQ(failure_of(above(at::current_tcb)), "none");
  EXPECT_EQ(failure_of([](Bytes& body) { body[at::committed_version] += 1; }), "snp.firmware");
  EXPECT_EQ(failure_of([](Bytes& body) { body[at::current_version + 2] = 0; }), "snp.firmware");
  EXPECT_EQ(failure_of([](Bytes& body) { body[at::current_version] += 1; }), "none");
  // One component above, the others far below: as one number this would pass.
  EXPECT_EQ(failure_of([](Bytes& body) {
              body[at::current_tcb + 7] = 0xff;
              body[at::current_tcb] = 0;
            }),
            "snp.firmware");
}

TEST(SnpVerify, S21ReportedAboveCommitted) {
  testkit::SnpKeySpec spec = forge().vcek();
  spec.levels[3] = der::integer(0x20);
  Bytes body = forge().body();
  body[at::reported_tcb + 6] = 0x20;
  body[at::current_tcb + 6] = 0x30;
  EXPECT_EQ(first_failure(verify_in(forge(), SnpForge::sign(body), forge().pool(spec))),
            "snp.firmware");
}

TEST(SnpVerify, S24SignersThatTheReportDoesNotVouchForAreAbsent) {
  const auto signers = [](auto change) { return (*verify_changed(change).claims)->signers; };
  const auto author = [](Bytes& body) {
    std::fill_n(body.begin() + at::author_key_digest, 48, uint8_t{0xaa});
  };
  EXPECT_FALSE(signers(author).contains("author_key_digest"));
  EXPECT_TRUE(signers([&](Bytes& body) {
                author(body);
                body[at::key_info] |= 1;
              }).contains("author_key_digest"));
  EXPECT_FALSE(signers([](Bytes& body) {
                 std::fill_n(body.begin() + at::id_key_digest, 48, uint8_t{0});
               }).contains("id_key_digest"));
}

TEST(SnpVerify, S25NothingIsSigned) {
  Bytes body = forge().body();
  body[at::key_info] |= 2;  // MASK_CHIP_KEY
  EXPECT_EQ(first_failure(verify_good(body)), "snp.signature");
  EXPECT_EQ(first_failure(verify_good(forge().body())), "snp.signature");
  const auto none = [](Bytes& bytes) { put_little(bytes, at::key_info, 7U << 2U, 4); };
  EXPECT_EQ(failure_of(none), "snp.signature");
}

TEST(SnpVerify, S27TheMirroredSignatureIsTheSameStatement) {
  // n - s for the order of P-384, little endian.
  static constexpr ByteArray<48> order = {
      0x73, 0x29, 0xc5, 0xcc, 0x6a, 0x19, 0xec, 0xec, 0x7a, 0xa7, 0xb0, 0x48,
      0xb2, 0x0d, 0x1a, 0x58, 0xdf, 0x2d, 0x37, 0xf4, 0x81, 0x4d, 0x63, 0xc7,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  Bytes report = forge().good();
  int borrow = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    int digit = order[i] - report[at::signature_s + i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    digit += borrow * 0x100;
    report[at::signature_s + i] = static_cast<uint8_t>(digit);
  }
  EXPECT_TRUE(verify_good(report).claims.has_value());
}

TEST(SnpVerify, S22S23PlatformInfoMayHaveAnyBitsAndIsReported) {
  const Verification result =
      verify_changed([](Bytes& body) { put_little(body, at::platform_info, 0xffffffe0U, 8); });
  ASSERT_TRUE(result.claims.has_value());
  const auto& vendor = (*result.claims)->vendor;
  EXPECT_EQ(std::get<uint64_t>(vendor.at("platform_smt_en")), 0U);
  EXPECT_EQ(std::get<uint64_t>(vendor.at("platform_alias_check_complete")), 1U);
  EXPECT_EQ(std::get<uint64_t>(vendor.at("platform_info")), 0xffffffe0U);
}

}  // namespace
}  // namespace anchorhold::snp
