#include "evidence/snp/key_certificate.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "evidence/snp/snp_world_test.h"

namespace anchorhold::snp {
namespace {

using testkit::SnpForge;
using testkit::SnpKeySpec;
using testkit::SnpLine;
namespace at = testkit::snp_at;

template <class Change>
std::string with_vlek(Change change) {
  SnpKeySpec spec = forge().vlek();
  change(spec);
  return first_failure(verify_vlek(spec, forge().vlek_body()));
}

TEST(SnpKeyCertificate, SaysWhatAmdCertified) {
  const auto key = read_key_certificate(forge().certify(forge().vcek()));
  ASSERT_TRUE(key.ok()) << key.error().to_string();
  EXPECT_EQ(key->type, SigningKey::vcek);
  EXPECT_EQ(key->product_name, "Milan-B0");
  EXPECT_EQ(key->levels.at(TcbComponent::microcode), 0xd5);
  EXPECT_EQ(key->hardware_id->size(), 64U);
}

TEST(SnpKeyCertificate, S12EveryLevelMustBeTheReportedOne) {
  for (const auto line : {SnpLine::milan, SnpLine::turin}) {
    const SnpForge maker(line);
    for (const auto& [arc, value] : maker.vcek().levels) {
      SnpKeySpec other = maker.vcek();
      other.levels[arc] = der::integer(0x66);
      EXPECT_EQ(first_failure(verify_in(maker, maker.good(), maker.pool(other))), "snp.tcb") << arc;
      other.levels.erase(arc);
      EXPECT_EQ(first_failure(verify_in(maker, maker.good(), maker.pool(other))), "snp.tcb") << arc;
    }
  }
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.levels[9] = der::integer(0); }),
            "snp.tcb");
}

TEST(SnpKeyCertificate, S12TheCurrentTcbIsNotTheReportedOne) {
  Bytes body = forge().body();
  body[at::current_tcb + 6] += 1;
  EXPECT_TRUE(verify_good(SnpForge::sign(body)).claims.has_value());
  SnpKeySpec current = forge().vcek();
  current.levels[3] = der::integer(body[at::current_tcb + 6]);
  EXPECT_EQ(first_failure(verify_in(forge(), SnpForge::sign(body), forge().pool(current))),
            "snp.tcb");
}

TEST(SnpKeyCertificate, S13AVcekNamesItsChip) {
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.hardware_id.reset(); }), "snp.key");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) {
              spec.csp_id = der::element(0x16, {bytes_of("CN=cloud.example")});
            }),
            "snp.key");
}

TEST(SnpKeyCertificate, S14KindsOfKeysAreNotExchanged) {
  // A VLEK that calls itself a VCEK, and the reverse.
  EXPECT_EQ(with_vlek([](SnpKeySpec& spec) { spec.common_name = "SEV-VCEK"; }), "snp.key");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.common_name = "SEV-VLEK"; }), "snp.key");
  // Under the authority of the other kind.
  EXPECT_EQ(with_vlek([](SnpKeySpec& spec) { spec.under_asvk = false; }), "snp.key");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.under_asvk = true; }), "snp.key");
  // SIGNING_KEY of the other kind.
  EXPECT_EQ(first_failure(verify_vlek(forge().vcek(), forge().vlek_body())), "snp.signature");
  SnpKeySpec same_key = forge().vcek();
  same_key.key = 2;
  EXPECT_EQ(first_failure(verify_vlek(same_key, forge().vlek_body())), "snp.key");
  SnpKeySpec other = forge().vlek();
  other.key = 1;
  EXPECT_EQ(first_failure(verify_in(forge(), forge().good(), forge().pool(other))), "snp.key");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.common_name = "SEV-VCEK2"; }),
            "snp.certificates");
}

TEST(SnpKeyCertificate, S15OnlyAmdsOwnEncodings) {
  for (const char* digits :
       {"0202007f", "020180", "02020100", "0202ff7f", "02010300", "0a0103", "03", "", "020200"}) {
    EXPECT_EQ(with_certificate(
                  [&](SnpKeySpec& spec) { spec.levels[1] = from_hex("level", digits).value(); }),
              "snp.key")
        << digits;
  }
  const Bytes chip = *forge().vcek().hardware_id;
  for (const Bytes& value : {der::octet_string(chip), Bytes(chip.begin(), chip.begin() + 32),
                             Bytes(), Bytes(chip.begin(), chip.end() - 1)}) {
    EXPECT_EQ(with_certificate([&](SnpKeySpec& spec) { spec.hardware_id = value; }), "snp.key");
  }
  // A prefix of the right length for Turin is not this chip.
  EXPECT_EQ(with_certificate([&](SnpKeySpec& spec) {
              spec.hardware_id = Bytes(chip.begin(), chip.begin() + 8);
            }),
            "snp.chip");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.product_name.reset(); }), "snp.key");
  EXPECT_EQ(
      with_certificate([](SnpKeySpec& spec) { spec.product_name = der::utf8_string("Milan-B0"); }),
      "snp.key");
}

TEST(SnpKeyCertificate, ALevelAbove127HasALeadingZero) {
  EXPECT_EQ(to_hex(forge().vcek().levels.at(8)), "020200d5");
  EXPECT_EQ(with_certificate(
                [](SnpKeySpec& spec) { spec.levels[8] = from_hex("level", "0201d5").value(); }),
            "snp.key");
}

TEST(SnpKeyCertificate, AMaskedChipIdIsStillTheKeysChip) {
  Bytes body = forge().body();
  std::fill_n(body.begin() + at::chip_id, 64, uint8_t{0});
  const Verification result = verify_good(SnpForge::sign(body));
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_EQ((*result.claims)->platform, to_hex(*forge().vcek().hardware_id));
}

TEST(SnpKeyCertificate, TurinsChipIdEndsInZeros) {
  const SnpForge turin(SnpLine::turin);
  Bytes body = turin.body(5);
  EXPECT_TRUE(verify_in(turin, SnpForge::sign(body), turin.pool(turin.vcek())).claims);
  body[at::chip_id + 8] = 1;
  EXPECT_EQ(first_failure(verify_in(turin, SnpForge::sign(body), turin.pool(turin.vcek()))),
            "snp.chip");
}

}  // namespace
}  // namespace anchorhold::snp
