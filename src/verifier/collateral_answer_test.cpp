#include "verifier/collateral_answer.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "testkit/forged_snp.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using testkit::SnpForge;

Need certificate_need() {
  return {.id = "snp.key_certificate", .what = "VCEK", .role = role::certificate};
}

const Origin body_origin = {"https://vendor/vcek"};
const Origin header_origin = {"https://vendor/tcb", "Issuer-Chain"};

VendorAnswer answer(unsigned status, Bytes body) {
  return {status, std::move(body), std::nullopt, std::nullopt};
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<uint8_t>(c);
    out += {'%', digits[octet >> 4], digits[octet & 15]};
  }
  return out;
}

TEST(CollateralAnswer, IsTheBodyOfTheRightKind) {
  const SnpForge forge;
  const auto content = content_of(certificate_need(), body_origin, answer(200, forge.ask().der));
  ASSERT_TRUE(content.ok());
  EXPECT_EQ(*content, forge.ask().der);
}

TEST(CollateralAnswer, IsAHeaderInPercentEncodedPem) {
  const SnpForge forge;
  const std::string text = pem::encode("CERTIFICATE", forge.ask().der);
  VendorAnswer given = answer(200, copy_of(bytes_of("{}")));
  given.header = percent_encode(text);
  const auto content = content_of(certificate_need(), header_origin, given);
  ASSERT_TRUE(content.ok()) << content.error().to_string();
  EXPECT_EQ(text_of(*content), text);
  given.header->resize(given.header->size() - 1);
  EXPECT_FALSE(content_of(certificate_need(), header_origin, given).ok());
  given.header = "%zz";
  EXPECT_FALSE(content_of(certificate_need(), header_origin, given).ok());
  given.header.reset();
  EXPECT_FALSE(content_of(certificate_need(), header_origin, given).ok());
}

TEST(CollateralAnswer, RefusesOtherStatusesAndKinds) {
  const SnpForge forge;
  const auto code = [](unsigned status) {
    return content_of(certificate_need(), body_origin, answer(status, {})).error().code;
  };
  EXPECT_EQ(code(404), Code::not_found);
  EXPECT_EQ(code(401), Code::denied);
  EXPECT_EQ(code(302), Code::denied);
  EXPECT_EQ(code(429), Code::unavailable);
  EXPECT_EQ(code(500), Code::unavailable);
  const Bytes page = copy_of(bytes_of("<html>sign in</html>"));
  EXPECT_EQ(content_of(certificate_need(), body_origin, answer(200, page)).error().code,
            Code::malformed);
  const Bytes list = forge.revoke(forge.revocation()).der;
  EXPECT_FALSE(content_of(certificate_need(), body_origin, answer(200, list)).ok());
  EXPECT_FALSE(content_of(certificate_need(), body_origin, answer(200, {})).ok());
}

TEST(RetryAfter, IsTheServicesWordWithinADay) {
  VendorAnswer given = answer(429, {});
  EXPECT_EQ(retry_after(given), std::chrono::seconds(10));
  given.retry_after = "3";
  EXPECT_EQ(retry_after(given), std::chrono::seconds(3));
  given.retry_after = "99999999999";
  EXPECT_EQ(retry_after(given), std::chrono::hours(24));
  for (const char* strange : {"-1", "soon", "", "99999999999999999999999999"}) {
    given.retry_after = strange;
    EXPECT_EQ(retry_after(given), std::chrono::seconds(10)) << strange;
  }
  EXPECT_EQ(retry_after(answer(200, {})), std::nullopt);
  EXPECT_EQ(retry_after(answer(404, {})), std::nullopt);
}

TEST(CheckServes, TakesOnlyWhatMakesTheNeedCurrent) {
  const SnpForge forge;
  const File good = {"vcek.der", "", forge.certify(forge.vcek()).der};
  EXPECT_TRUE(check_serves(forge.good(), "", certificate_need(), good, {}, SnpForge::at()).ok());
  testkit::SnpKeySpec other = forge.vcek();
  other.hardware_id = Bytes(64, 0x55);
  const File foreign = {"vcek.der", "", forge.certify(other).der};
  EXPECT_FALSE(
      check_serves(forge.good(), "", certificate_need(), foreign, {good}, SnpForge::at()).ok())
      << "the good one bears the same name and would be overwritten";
  const Time late = SnpForge::at() + std::chrono::hours(24 * 366 * 40);
  EXPECT_FALSE(check_serves(forge.good(), "", certificate_need(), good, {}, late).ok());
}

}  // namespace
}  // namespace anchorhold::verifier
