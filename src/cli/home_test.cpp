#include "cli/home.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "os/file.h"
#include "testkit/fixed_random.h"

namespace anchorhold::cli {
namespace {

using testkit::FixedRandom;

class HomeTest : public testing::Test {
 protected:
  HomeTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "home-XXXXXX").string();
    home_ = ::mkdtemp(pattern.data());
  }
  ~HomeTest() override { std::filesystem::remove_all(home_); }

  Result<PartyHome> make(const std::string& name, bool release_key = false) {
    NewParty wanted;
    wanted.name = name;
    wanted.roles = {contract::Role::data_owner};
    wanted.release_key = release_key;
    return create_party(home_, wanted, random_);
  }

  mode_t mode_of(const std::string& path) const {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  std::string home_;
  FixedRandom random_;
};

TEST_F(HomeTest, MakesPrivateKeysThatBelongToThePublicFile) {
  const auto party = make("alice", true);
  ASSERT_TRUE(party.ok()) << party.error().to_string();
  for (const char* file : {"/signing.key", "/release.key", "/recipient.key"}) {
    EXPECT_EQ(mode_of(party->folder() + file), 0600U) << file;
  }
  EXPECT_EQ(mode_of(party->folder()), 0700U);
  EXPECT_EQ(party->signing_key()->public_key(), party->file().signing_key);
  EXPECT_EQ(party->release_key()->public_key(), *party->file().release_key);
  EXPECT_EQ(party->recipient_identity()->recipient().to_string(), party->file().recipient);
  EXPECT_EQ(party->file().roles, std::set<contract::Role>{contract::Role::data_owner});
}

TEST_F(HomeTest, NeverOverwrites) {
  ASSERT_TRUE(make("alice").ok());
  const auto before = os::read_file(home_ + "/parties/alice/signing.key", 4096);
  EXPECT_EQ(make("alice").error().code, Code::conflict);
  EXPECT_EQ(*os::read_file(home_ + "/parties/alice/signing.key", 4096), *before);
}

TEST_F(HomeTest, TakesTheOnlyPartyAndAsksWhenThereAreMore) {
  EXPECT_EQ(PartyHome::open(home_, "").error().code, Code::not_found);
  ASSERT_TRUE(make("alice").ok());
  EXPECT_EQ(PartyHome::open(home_, "")->name(), "alice");
  ASSERT_TRUE(make("bob").ok());
  EXPECT_EQ(PartyHome::open(home_, "").error().code, Code::invalid_argument);
  EXPECT_EQ(PartyHome::open(home_, "bob")->name(), "bob");
  EXPECT_EQ(PartyHome::open("/nowhere", home_ + "/parties/bob")->name(), "bob");
  EXPECT_EQ(*party_names(home_), (std::vector<std::string>{"alice", "bob"}));
}

TEST_F(HomeTest, RefusesPathLikeNames) {
  EXPECT_FALSE(make("../alice").ok());
  EXPECT_FALSE(make("..").ok());
  EXPECT_FALSE(PartyHome::open(home_, "..").ok());
}

TEST_F(HomeTest, RefusesAKeyOfSomeoneElse) {
  ASSERT_TRUE(make("alice").ok());
  ASSERT_TRUE(make("bob").ok());
  const std::string parties = home_ + "/parties/";
  std::filesystem::copy_file(parties + "bob/signing.key", parties + "alice/signing.key",
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::copy_file(parties + "bob/recipient.key", parties + "alice/recipient.key",
                             std::filesystem::copy_options::overwrite_existing);
  const auto alice = PartyHome::open(home_, "alice");
  EXPECT_EQ(alice->signing_key().error().code, Code::denied);
  EXPECT_EQ(alice->recipient_identity().error().code, Code::denied);
}

}  // namespace
}  // namespace anchorhold::cli
