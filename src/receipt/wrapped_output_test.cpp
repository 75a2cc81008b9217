#include "receipt/wrapped_output.h"

#include <gtest/gtest.h>

#include "testkit/sample_contract.h"

namespace anchorhold::receipt {
namespace {

// World: an output that waits for two of three approvers.
struct World {
  testkit::SampleContract parties;
  contract::Contract contract;
  contract::ApproveRule rule;
  testkit::FixedRandom random;
  WrappedOutput wrapped;
  MadeOutput made;

  World() : contract(parties.fully_signed().contract) {
    rule.by = {"auditor", "hospital-b", "lab"};
    rule.at_least = 2;
    wrapped = wrap_output(bytes_of("inner"), contract, rule, random).value();
    made.shares = wrapped.commitments;
  }

  Result<OpenedShare> open(const std::string& file, const std::string& reader,
                           const std::string& claimed) const {
    return open_share("share", wrapped.shares.at(file), {&parties.identity(reader), 1}, made,
                      claimed);
  }
  std::vector<OpenedShare> opened(const std::vector<std::string>& approvers) const {
    std::vector<OpenedShare> out;
    for (const std::string& name : approvers) out.push_back(open(name, name, name).value());
    return out;
  }
};

TEST(WrappedOutput, OpensWithTheQuorum) {
  const World world;
  for (const auto& quorum : std::vector<std::vector<std::string>>{
           {"auditor", "lab"}, {"hospital-b", "lab"}, {"auditor", "hospital-b", "lab"}}) {
    const auto inner = unwrap_output("o", world.wrapped.ciphertext, world.opened(quorum));
    ASSERT_TRUE(inner.ok()) << inner.error().to_string();
    EXPECT_EQ(text_of(*inner), "inner");
  }
}

TEST(WrappedOutput, StaysShutBelowTheQuorum) {
  const World world;
  const auto one = unwrap_output("o", world.wrapped.ciphertext, world.opened({"lab"}));
  EXPECT_EQ(one.error().code, Code::denied);
  const auto twice = unwrap_output("o", world.wrapped.ciphertext, world.opened({"lab", "lab"}));
  EXPECT_EQ(twice.error().code, Code::denied);
}

TEST(WrappedOutput, NamesNoApproverWithoutAShare) {
  const World world;
  ASSERT_EQ(world.wrapped.commitments.size(), 3U);
  for (const Share& share : world.wrapped.commitments)
    EXPECT_TRUE(world.wrapped.shares.contains(share.approver));
}

TEST(WrappedOutput, AShareIsItsApproversAlone) {
  const World world;
  EXPECT_FALSE(world.open("lab", "auditor", "lab").ok());
  EXPECT_FALSE(world.open("lab", "hospital-a", "lab").ok());
}

TEST(WrappedOutput, AShareThatTheReceiptDoesNotCommitToIsRefused) {
  const World world;
  EXPECT_EQ(world.open("lab", "lab", "auditor").error().code, Code::denied);
  testkit::FixedRandom random(9);
  const auto other = wrap_output(bytes_of("inner"), world.contract, world.rule, random);
  const auto foreign = open_share("share", other->shares.at("lab"),
                                  {&world.parties.identity("lab"), 1}, world.made, "lab");
  EXPECT_EQ(foreign.error().code, Code::denied);
}

TEST(WrappedOutput, AnOverlongShareIsRefusedUnread) {
  const World world;
  const Bytes large(5000, 'x');
  EXPECT_EQ(open_share("share", large, {&world.parties.identity("lab"), 1}, world.made, "lab")
                .error()
                .code,
            Code::limit_exceeded);
}

TEST(WrappedOutput, AnApproverHandsItsShareToTheRecipients) {
  World world;
  const auto opened = world.open("lab", "lab", "lab");
  const auto recipients = recipients_of(world.contract, {"hospital-a"});
  const auto sealed = seal_share(*opened, *recipients, world.random);
  ASSERT_TRUE(sealed.ok());
  const auto received =
      open_share("share", *sealed, {&world.parties.identity("hospital-a"), 1}, world.made, "lab");
  ASSERT_TRUE(received.ok());
  EXPECT_EQ(received->number, opened->number);
  EXPECT_FALSE(
      open_share("share", *sealed, {&world.parties.identity("hospital-b"), 1}, world.made, "lab")
          .ok());
}

TEST(WrappedOutput, AnotherRunsOutputStaysShut) {
  const World world;
  testkit::FixedRandom random(9);
  const auto other = wrap_output(bytes_of("inner"), world.contract, world.rule, random);
  EXPECT_EQ(unwrap_output("o", other->ciphertext, world.opened({"auditor", "lab"})).error().code,
            Code::denied);
}

TEST(WrappedOutput, AChangedByteStaysShut) {
  const World world;
  const auto shares = world.opened({"auditor", "lab"});
  for (size_t at = 0; at < world.wrapped.ciphertext.size(); ++at) {
    Bytes changed = world.wrapped.ciphertext;
    changed[at] ^= 1;
    EXPECT_FALSE(unwrap_output("o", changed, shares).ok()) << at;
  }
}

TEST(WrappedOutput, RefusesAnApproverWithoutARecipientKey) {
  World world;
  world.contract.parties.at("lab").recipient.clear();
  EXPECT_EQ(wrap_output(bytes_of("inner"), world.contract, world.rule, world.random).error().code,
            Code::not_found);
}

}  // namespace
}  // namespace anchorhold::receipt
