// Azure machines by the policy that docs/policy.md describes.

#include <gtest/gtest.h>

#include <algorithm>

#include "api/evidence.h"
#include "base/hex.h"
#include "testkit/forged_hcl.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::api {
namespace {

using testkit::SnpForge;
using testkit::TestKey;
using testkit::TpmForge;

const Bytes nonce(32, 0x6e);

// AzureWorld: a virtual TPM whose key an SNP report names, and what belongs to both.
struct AzureWorld {
  SnpForge snp;
  TpmForge tpm{TestKey::rsa(2048, 1)};
  Bytes evidence;
  Question question;

  // `named` is the key in the runtime data.
  explicit AzureWorld(const TestKey& named = TestKey::rsa(2048, 1)) {
    const std::string runtime = testkit::forge_runtime_data(named.subject_key());
    Bytes body = snp.body();
    const auto data = body.begin() + testkit::snp_at::report_data;
    std::fill(data, data + 64, uint8_t{0});
    std::ranges::copy(crypto::sha256(bytes_of(runtime)), data);
    evidence = testkit::forge_hcl_report(
        {.hardware_report = SnpForge::sign(body), .runtime_data = runtime, .file_size = 4096});

    const testkit::QuoteSpec spec{.nonce = nonce, .banks = {{.bitmap = {0xff, 0xff, 0xff}}}};
    const Bytes quote = TpmForge::attest(spec);
    question.collateral = {
        {"quote", "", quote},
        {"signature", "", tpm.sign(quote)},
        {"registers", "", copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values(spec))))},
        {"vcek", "", snp.certify(snp.vcek()).der},
        {"ask", "", snp.ask().der}};
    question.anchors = {{"ark", "", snp.ark().der}};
    question.at = SnpForge::at();
    question.binding.nonce = nonce;
  }

  // policy: the hardware's root for the whole and for both parts.
  std::string policy() const {
    const std::string roots = "roots = [\"sha256:" + to_hex(snp.anchor().spki_sha256) + "\"]\n";
    const std::string registers =
        "measurements.sha256_pcr4 = \"" + to_hex(Bytes(32, 0x14)) + "\"\n";
    const Bytes body = snp.body();
    const std::string launch = to_hex(ByteView(body).subspan(testkit::snp_at::measurement, 48));
    return "max_age_seconds = 300\nrequire = [\"nonce\"]\n[[accept]]\ntee = \"azure-vtpm\"\n" +
           roots + registers + "[[accept.parts.hardware]]\ntee = \"snp\"\n" + roots +
           "measurements.measurement = \"" + launch + "\"\n[[accept.parts.tpm]]\ntee = \"tpm\"\n" +
           roots + registers;
  }
};

TEST(AzurePolicy, AcceptsAVirtualTpmByTheHardwareBehindIt) {
  AzureWorld world;
  world.question.policy = world.policy();
  const auto judged = judge_evidence(world.evidence, world.question, nullptr);
  ASSERT_TRUE(judged.ok()) << judged.error().to_string();
  const Finding* failed = judged->findings.first_failure();
  EXPECT_EQ(judged->verdict, Verdict::accepted)
      << (failed == nullptr ? "" : failed->check + ": " + failed->observed);
  ASSERT_TRUE(judged->claims);
  const Claims& part = judged->claims->parts.at("tpm");
  EXPECT_EQ(part.root, judged->claims->parts.at("hardware").root);
  EXPECT_EQ(part.hardware_rooted, judged->claims->hardware_rooted);
}

TEST(AzurePolicy, AnotherKeysQuoteHasNoHardwareBehindIt) {
  AzureWorld world(TestKey::rsa(2048, 2));
  world.question.policy = world.policy();
  const auto judged = judge_evidence(world.evidence, world.question, nullptr);
  ASSERT_TRUE(judged.ok()) << judged.error().to_string();
  EXPECT_EQ(judged->verdict, Verdict::rejected);
  EXPECT_FALSE(judged->claims);
  ASSERT_TRUE(judged->said);
  EXPECT_NE(judged->said->parts.at("tpm").root, judged->said->parts.at("hardware").root);
}

// Whoever brings the collateral cannot leave the list out.
TEST(AzurePolicy, ARequiredListMustBeThere) {
  AzureWorld world;
  world.question.policy = world.policy();
  world.question.require_crl = true;
  const auto without = judge_evidence(world.evidence, world.question, nullptr);
  ASSERT_TRUE(without.ok()) << without.error().to_string();
  EXPECT_EQ(without->verdict, Verdict::rejected);
  EXPECT_EQ(without->findings.first_failure()->check, "snp.crl");
  world.question.collateral.push_back({"list", "", world.snp.revoke(world.snp.revocation()).der});
  const auto with = judge_evidence(world.evidence, world.question, nullptr);
  ASSERT_TRUE(with.ok()) << with.error().to_string();
  EXPECT_EQ(with->verdict, Verdict::accepted);
}

}  // namespace
}  // namespace anchorhold::api
