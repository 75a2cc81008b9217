#include "cli/own_keys.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "os/random.h"

namespace anchorhold::cli {
namespace {

class OwnKeys : public testing::Test {
 protected:
  OwnKeys() {
    std::string name = (std::filesystem::temp_directory_path() / "anchorhold-keys-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~OwnKeys() override { std::filesystem::remove_all(folder_); }

  PartyHome make(const std::string& home) {
    const NewParty wanted{"hospital-a", {contract::Role::data_owner}};
    return create_party(folder_ + "/" + home, wanted, random_).value();
  }
  static contract::Contract contract_of(const PartyHome& party) {
    contract::Contract contract;
    contract.parties.emplace(
        party.name(), contract::Party{party.file().roles, party.file().signing_key, std::nullopt,
                                      party.file().recipient, ""});
    return contract;
  }

  std::string folder_;
  os::SystemRandom random_;
};

TEST_F(OwnKeys, AContractThatNamesThemPasses) {
  const PartyHome self = make("own");
  EXPECT_TRUE(check_own_keys(contract_of(self), self).ok());
}

// The local broker signs releases with the signing key where there is no other. A contract that
// names it as release key only would let another sign in the owner's place, and the broker release.
TEST_F(OwnKeys, ANamesakeUnderAnotherSigningKeyIsRefused) {
  const PartyHome self = make("own");
  contract::Contract contract = contract_of(make("other"));
  contract::Party& namesake = contract.parties.at("hospital-a");
  namesake.release_key = self.file().signing_key;
  namesake.recipient = self.file().recipient;
  const Status checked = check_own_keys(contract, self);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().code, Code::denied);
  EXPECT_EQ(checked.error().object, "parties.hospital-a.signing_key");
}

TEST_F(OwnKeys, AnotherReleaseOrRecipientKeyIsRefused) {
  const PartyHome self = make("own");
  const PartyHome other = make("other");
  contract::Contract released = contract_of(self);
  released.parties.at("hospital-a").release_key = other.file().signing_key;
  EXPECT_FALSE(check_own_keys(released, self).ok());
  contract::Contract received = contract_of(self);
  received.parties.at("hospital-a").recipient = other.file().recipient;
  EXPECT_FALSE(check_own_keys(received, self).ok());
}

TEST_F(OwnKeys, AContractWithoutThePartyIsRefused) {
  EXPECT_FALSE(check_own_keys(contract::Contract{}, make("own")).ok());
}

}  // namespace
}  // namespace anchorhold::cli
