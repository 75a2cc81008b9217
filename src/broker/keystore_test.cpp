#include "broker/keystore.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "age/decrypt.h"
#include "age/unwrap.h"
#include "broker/sqlite.h"
#include "broker/world_test.h"
#include "crypto/hash.h"
#include "os/file.h"

namespace anchorhold::broker {
namespace {

class KeystoreTest : public testing::Test {
 protected:
  Status accept(const contract::SealedContract& contract) {
    return accept_contract(keystore_, contract, world_.now());
  }
  contract::Contract child_of(const contract::SealedContract& parent) {
    contract::Contract child = parent.contract;
    child.parent = parent.digest;
    return child;
  }

  World world_;
  Folder folder_;
  testkit::FixedRandom random_{3};
  Keystore keystore_ = must(Keystore::create(folder_.path("a"), "hospital-a", random_));
  contract::SealedContract contract_ = world_.seal(world_.contract());
};

TEST_F(KeystoreTest, EveryFileIsPrivate) {
  ASSERT_TRUE(accept(contract_).ok());
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path("a"))) {
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(KeystoreTest, IsNeverMadeOverAnother) {
  EXPECT_EQ(Keystore::create(folder_.path("a"), "hospital-a", random_).error().code,
            Code::conflict);
  EXPECT_EQ(Keystore::open(folder_.path("none"), "hospital-a").error().code, Code::not_found);
  EXPECT_TRUE(Keystore::open(folder_.path("a"), "hospital-a").ok());
}

TEST_F(KeystoreTest, RefusesWhatIsNoStore) {
  Folder other;
  ASSERT_TRUE(os::write_private_file(other.path("empty"), {}).ok());
  EXPECT_EQ(open_sqlite_store(other.path("empty"), {}).error().code, Code::malformed)
      << "nothing spent: never assumed";
  ASSERT_TRUE(os::write_private_file(other.path("text"), bytes_of(std::string(5000, 'x'))).ok());
  EXPECT_EQ(open_sqlite_store(other.path("text"), {}).error().code, Code::malformed);
}

TEST_F(KeystoreTest, NamesAStoreOfAnotherVersionAndWhatToDo) {
  Folder other;
  const std::string path = other.path("store.sqlite");
  ASSERT_TRUE(open_sqlite_store(path, {.create = true}).ok());
  ASSERT_TRUE(must(Connection::open(path)).execute("PRAGMA user_version = 1").ok());
  const auto opened = open_sqlite_store(path, {});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::unsupported);
  EXPECT_EQ(opened.error().object, path);
  EXPECT_NE(opened.error().hint.find("party new"), std::string::npos);
}

TEST_F(KeystoreTest, AnotherLogKeyDoesNotOpenIt) {
  ASSERT_TRUE(accept(contract_).ok());
  Folder other;
  Keystore stranger = must(Keystore::create(other.path("b"), "hospital-a", random_));
  std::filesystem::copy_file(other.path("b/log.key"), folder_.path("a/log.key"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Keystore::open(folder_.path("a"), "hospital-a").error().code, Code::denied);
}

TEST_F(KeystoreTest, AcceptsOnlyWhatMayRun) {
  EXPECT_FALSE(accept(world_.seal(world_.contract(), {"hospital-a", "lab"})).ok())
      << "a signature is missing";
  EXPECT_FALSE(accept_contract(keystore_, contract_, world_.now() + std::chrono::hours(25)).ok())
      << "expired";
  Folder other;
  Keystore lab = must(Keystore::create(other.path("b"), "lab", random_));
  EXPECT_FALSE(accept_contract(lab, contract_, world_.now()).ok()) << "owns nothing in it";
  EXPECT_TRUE(accept(contract_).ok());
  EXPECT_TRUE(accept(contract_).ok()) << "again changes nothing";
  EXPECT_EQ(must(keystore_.store().begin_read())->log_head()->frontier.size(), 1U);
}

TEST_F(KeystoreTest, VersionsFollowEachOther) {
  ASSERT_TRUE(accept(contract_).ok());
  contract::Contract unrelated = world_.contract();
  unrelated.name = "another first version of the lineage";
  EXPECT_EQ(accept(world_.seal(unrelated)).error().code, Code::denied);
  contract::Contract child = child_of(contract_);
  child.budget_runs = 9;
  const contract::SealedContract second = world_.seal(child);
  ASSERT_TRUE(accept(second).ok());
  EXPECT_EQ(accept(contract_).error().code, Code::denied) << "the ancestor stays refused";
  EXPECT_EQ(accept(world_.seal(child_of(contract_))).error().code, Code::denied)
      << "a second child of the first";
  EXPECT_TRUE(accept(world_.seal(child_of(second))).ok());
}

TEST_F(KeystoreTest, AnAmendmentThatDropsASignerIsRefused) {
  ASSERT_TRUE(accept(contract_).ok());
  contract::Contract child = child_of(contract_);
  child.parties.erase("hospital-b");
  child.inputs.erase("cohort-b");
  child.amend_at_least = 2;
  EXPECT_EQ(accept(world_.seal(child, {"hospital-a", "lab"})).error().code, Code::denied);
}

TEST_F(KeystoreTest, EachEncryptionHasAnIdentityOfItsOwn) {
  std::vector<std::string> identities;
  for (int i = 0; i < 2; ++i) {
    MemorySource plain(bytes_of("patients"));
    MemorySink cipher;
    const EncryptedInput made =
        must(encrypt_input(keystore_, contract_, "cohort-a", plain, cipher, random_, world_.now()));
    EXPECT_EQ(made.bytes, cipher.bytes().size());
    EXPECT_EQ(made.sha256, crypto::sha256(cipher.bytes()));
    MemorySource file(cipher.bytes());
    BufferedBlocks blocks(file);
    EXPECT_EQ(made.head_sha256, crypto::sha256(must(age::read_head(blocks))));
    const auto store = must(keystore_.store().begin_read());
    const auto newest = must(store->find_input(contract_.contract.lineage, "cohort-a", {}));
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->ciphertext_sha256, made.sha256);
    EXPECT_EQ(newest->ciphertext_bytes, made.bytes);
    EXPECT_EQ(newest->head_sha256, made.head_sha256);
    EXPECT_TRUE(must(store->find_input(contract_.contract.lineage, "cohort-a", made.sha256)));
    identities.push_back(string_of(newest->identity.view()));
  }
  EXPECT_NE(identities[0], identities[1]);
}

TEST_F(KeystoreTest, EncryptsOnlyItsOwnersInputs) {
  MemorySource plain(bytes_of("patients"));
  MemorySink cipher;
  EXPECT_EQ(encrypt_input(keystore_, contract_, "cohort-b", plain, cipher, random_, world_.now())
                .error()
                .code,
            Code::denied);
  EXPECT_EQ(encrypt_input(keystore_, contract_, "none", plain, cipher, random_, world_.now())
                .error()
                .code,
            Code::not_found);
  EXPECT_TRUE(cipher.bytes().empty());
}

}  // namespace
}  // namespace anchorhold::broker
