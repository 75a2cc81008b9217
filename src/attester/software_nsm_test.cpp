#include "attester/software_nsm.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "evidence/nsm/module_id.h"
#include "evidence/nsm/verify.h"
#include "testkit/attack.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::attester {
namespace {

using nsm::NsmError;
using testkit::FixedRandom;
using testkit::NsmForge;

constexpr std::string_view module_id = "software-testhost-enc0123456789abcdef";

class SoftwareNsmTest : public testing::Test {
 protected:
  nsm::Response ask(const nsm::Request& request, Time at = NsmForge::at()) {
    return nsm::decode_response(module_.handle(nsm::encode_request(request), at, random_)).value();
  }
  NsmError error_of(const nsm::Request& request) { return error_of(nsm::encode_request(request)); }
  NsmError error_of(const Bytes& request) {
    const nsm::Response response =
        nsm::decode_response(module_.handle(request, NsmForge::at(), random_)).value();
    EXPECT_TRUE(std::holds_alternative<NsmError>(response));
    return std::get<NsmError>(response);
  }
  nsm::Verification attest(const nsm::Attestation& bound, Time at = NsmForge::at()) {
    const Bytes document = std::get<nsm::Attested>(ask(bound, at)).document;
    const std::vector<nsm::Anchor> anchors = {nsm::SoftwareAnchor{root_.digest()}};
    return nsm::verify_document(document, anchors, at, nullptr);
  }
  Leaf leaf(std::string id = std::string(module_id)) {
    return root_.issue_leaf(std::move(id), random_, NsmForge::at()).value();
  }

  FixedRandom random_;
  SoftwareRoot root_ = SoftwareRoot::generate(random_, NsmForge::at()).value();
  SoftwareNsm module_ = SoftwareNsm::create(leaf(), {{0, Digest384{7}}, {8, Digest384{9}}}).value();
};

TEST_F(SoftwareNsmTest, DescribesItself) {
  const auto description = std::get<nsm::Description>(ask(nsm::DescribeNsm{}));
  EXPECT_EQ(description.module_id, module_id);
  EXPECT_EQ(description.max_pcrs, 32);
  EXPECT_EQ(description.digest, "SHA384");
  EXPECT_EQ(description.locked_pcrs.size(), 16U);
  EXPECT_EQ(*description.locked_pcrs.rbegin(), 15);
}

TEST_F(SoftwareNsmTest, LaunchRegistersAreLockedWithTheirValues) {
  for (uint16_t i = 0; i < 16; ++i) {
    const auto state = std::get<nsm::Register>(ask(nsm::DescribePcr{i}));
    EXPECT_TRUE(state.lock) << i;
    EXPECT_EQ(error_of(nsm::ExtendPcr{i, Bytes(48)}), NsmError::read_only_index) << i;
    EXPECT_EQ(error_of(nsm::LockPcr{i}), NsmError::read_only_index) << i;
  }
  EXPECT_EQ(std::get<nsm::Register>(ask(nsm::DescribePcr{0})).data, Digest384{7});
  EXPECT_EQ(std::get<nsm::Register>(ask(nsm::DescribePcr{8})).data, Digest384{9});
  EXPECT_EQ(std::get<nsm::Register>(ask(nsm::DescribePcr{4})).data,
            nsm::instance_register("software-testhost"));
}

TEST_F(SoftwareNsmTest, ExtendHashesOldAndData) {
  const Bytes data = {1, 2, 3};
  const Digest384 once = crypto::sha384({Digest384{}, data});
  EXPECT_EQ(std::get<nsm::Extended>(ask(nsm::ExtendPcr{16, data})).data, once);
  EXPECT_EQ(std::get<nsm::Extended>(ask(nsm::ExtendPcr{16, data})).data,
            crypto::sha384({once, data}));
  EXPECT_FALSE(std::get<nsm::Register>(ask(nsm::DescribePcr{16})).lock);
}

TEST_F(SoftwareNsmTest, ALockHoldsForGood) {
  ask(nsm::ExtendPcr{16, Bytes(48, 1)});
  EXPECT_TRUE(std::holds_alternative<nsm::Locked>(ask(nsm::LockPcr{16})));
  EXPECT_EQ(error_of(nsm::ExtendPcr{16, Bytes(48)}), NsmError::read_only_index);
  EXPECT_EQ(error_of(nsm::LockPcr{16}), NsmError::read_only_index);
  EXPECT_TRUE(std::holds_alternative<nsm::LockedRange>(ask(nsm::LockPcrs{20})));
  EXPECT_EQ(error_of(nsm::ExtendPcr{19, Bytes(48)}), NsmError::read_only_index);
  EXPECT_TRUE(std::holds_alternative<nsm::Extended>(ask(nsm::ExtendPcr{20, Bytes(48)})));
}

TEST_F(SoftwareNsmTest, IndicesBeyondTheLastAreInvalid) {
  for (const uint16_t index : {uint16_t{32}, uint16_t{255}, uint16_t{65535}}) {
    EXPECT_EQ(error_of(nsm::DescribePcr{index}), NsmError::invalid_index);
    EXPECT_EQ(error_of(nsm::ExtendPcr{index, Bytes(48)}), NsmError::invalid_index);
    EXPECT_EQ(error_of(nsm::LockPcr{index}), NsmError::invalid_index);
    EXPECT_EQ(error_of(nsm::LockPcrs{static_cast<uint16_t>(index == 32 ? 33 : index)}),
              NsmError::invalid_index);
  }
  EXPECT_TRUE(std::holds_alternative<nsm::LockedRange>(ask(nsm::LockPcrs{32})));
}

TEST_F(SoftwareNsmTest, RandomIsAFullChunkAndNeverTheSame) {
  const Bytes one = std::get<nsm::RandomBytes>(ask(nsm::GetRandom{})).random;
  EXPECT_EQ(one.size(), nsm::random_chunk);
  EXPECT_NE(one, std::get<nsm::RandomBytes>(ask(nsm::GetRandom{})).random);
}

TEST_F(SoftwareNsmTest, DocumentsVerifyUnderTheRoot) {
  const auto result = attest({Bytes(48, 1), Bytes(32, 2), Bytes(120, 3)});
  ASSERT_TRUE(result.document.has_value()) << result.findings.first_failure()->observed;
  EXPECT_EQ((*result.document)->module_id, module_id);
  EXPECT_EQ((*result.document)->user_data, Bytes(48, 1));
  EXPECT_EQ((*result.document)->nonce, Bytes(32, 2));
  EXPECT_EQ((*result.document)->public_key, Bytes(120, 3));
  EXPECT_EQ((*result.document)->timestamp, NsmForge::at());
  EXPECT_EQ((*result.document)->pcrs.size(), 16U);
  EXPECT_FALSE((*attest({}).document)->nonce.has_value());
}

TEST_F(SoftwareNsmTest, UserRegistersShowOnceLocked) {
  ask(nsm::ExtendPcr{16, Bytes(48, 1)});
  ask(nsm::ExtendPcr{17, Bytes(48, 1)});
  ask(nsm::LockPcr{16});
  const auto result = attest({});
  ASSERT_TRUE(result.document.has_value());
  EXPECT_TRUE((*result.document)->pcrs.contains(16));
  EXPECT_FALSE((*result.document)->pcrs.contains(17));
  ask(nsm::LockPcrs{32});
  EXPECT_EQ((*attest({}).document)->pcrs.size(), 32U);
}

TEST_F(SoftwareNsmTest, LargestDocumentsStayWithinTheBuffer) {
  ask(nsm::LockPcrs{32});
  const Bytes response =
      module_.handle(nsm::encode_request(nsm::Attestation{Bytes(512), Bytes(512), Bytes(1024)}),
                     NsmForge::at(), random_);
  EXPECT_LE(response.size(), nsm::response_limit);
  EXPECT_TRUE(attest({Bytes(512), Bytes(512), Bytes(1024)}).document.has_value());
}

TEST_F(SoftwareNsmTest, InputsTooLargeAreRefused) {
  EXPECT_EQ(error_of(nsm::Attestation{Bytes(513), std::nullopt, std::nullopt}),
            NsmError::input_too_large);
  EXPECT_EQ(error_of(nsm::Attestation{std::nullopt, Bytes(513), std::nullopt}),
            NsmError::input_too_large);
  EXPECT_EQ(error_of(nsm::Attestation{std::nullopt, std::nullopt, Bytes(1025)}),
            NsmError::input_too_large);
  EXPECT_EQ(error_of(Bytes(nsm::request_limit + 1)), NsmError::input_too_large);
}

TEST_F(SoftwareNsmTest, RequestsThatAreNone) {
  EXPECT_EQ(error_of(Bytes{}), NsmError::invalid_argument);
  EXPECT_EQ(error_of(Bytes{0xff}), NsmError::invalid_argument);
  EXPECT_EQ(error_of(testkit::cbor_text("Unknown")), NsmError::invalid_operation);
  EXPECT_EQ(error_of(testkit::cbor_text("LockPCR")), NsmError::invalid_operation);
  EXPECT_EQ(error_of(Bytes(nsm::request_limit, 0x81)), NsmError::invalid_argument)
      << "nested too deep";
  testkit::for_each_truncation(nsm::encode_request(nsm::LockPcr{16}), [&](ByteView prefix) {
    EXPECT_EQ(error_of(copy_of(prefix)), NsmError::invalid_argument);
  });
  EXPECT_FALSE(std::get<nsm::Register>(ask(nsm::DescribePcr{16})).lock);
}

TEST_F(SoftwareNsmTest, ALeafIsRenewedForTheSameModuleOnly) {
  const Time later = NsmForge::at() + std::chrono::hours(4);
  EXPECT_FALSE(attest({}, later).document.has_value());
  ASSERT_TRUE(module_.renew(root_.issue_leaf(std::string(module_id), random_, later).value()).ok());
  EXPECT_TRUE(attest({}, later).document.has_value());
  EXPECT_FALSE(module_.renew(leaf("software-testhost-enc0000000000000000")).ok());
}

TEST_F(SoftwareNsmTest, RefusesLaunchesThatCannotBe) {
  EXPECT_FALSE(SoftwareNsm::create(leaf(), {{16, Digest384{}}}).ok());
  EXPECT_FALSE(SoftwareNsm::create(leaf("i-0827e799ec9232d44-enc019b55a68bd2ed4b"), {}).ok());
  EXPECT_FALSE(SoftwareNsm::create(leaf("anything"), {}).ok());
}

}  // namespace
}  // namespace anchorhold::attester
