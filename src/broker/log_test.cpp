#include "broker/log.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/hex.h"
#include "broker/world_test.h"
#include "os/file.h"
#include "testkit/attack.h"

namespace anchorhold::broker {
namespace {

LogLeaf example() {
  Refused refused;
  refused.step = "attest";
  refused.checks = {"nsm.signature", "appraise.nonce"};
  return {3, Digest256{1}, Time(Duration(1'700'000'000'123)), refused};
}

TEST(LogLeaf, RoundTripsEveryEvent) {
  Released released;
  released.lineage = "l";
  released.input = "cohort-a";
  released.unit = 7;
  released.first = true;
  for (const LogEvent& event :
       {LogEvent(ContractAccepted{Digest384{2}, "l"}), LogEvent(released), example().event}) {
    const std::string text = encode_leaf({1, {}, Time(), event});
    const auto parsed = parse_leaf("leaf", text);
    ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
    EXPECT_EQ(encode_leaf(*parsed), text);
    EXPECT_EQ(parsed->event.index(), event.index());
  }
}

TEST(LogLeaf, HasTheBytesThatTheDocumentationStates) {
  const LogLeaf leaf{0,
                     {},
                     Time(Duration(1'700'000'000'000)),
                     ContractAccepted{Digest384{2}, "0123456789abcdef0123456789abcdef"}};
  EXPECT_EQ(to_hex(leaf_hash(bytes_of(encode_leaf(leaf)))),
            "ba1fe6542c49a8ad28cbe72137fe62b17ba6cfe6695ec3da99543341ce8af4cc");
}

TEST(LogLeaf, HasOneFormOnly) {
  const std::string text = encode_leaf(example());
  EXPECT_FALSE(parse_leaf("leaf", " " + text).ok());
  EXPECT_FALSE(parse_leaf("leaf", R"({"more":1,)" + text.substr(1)).ok());
  testkit::for_each_truncation(bytes_of(text), [](ByteView prefix) {
    EXPECT_FALSE(parse_leaf("leaf", text_of(prefix)).ok());
  });
  testkit::for_each_bit_flip(bytes_of(text), [](ByteView mutant, size_t) {
    const auto parsed = parse_leaf("leaf", text_of(mutant));
    EXPECT_TRUE(!parsed.ok() || encode_leaf(*parsed) == text_of(mutant));
  });
}

class LogTest : public testing::Test {
 protected:
  Keystore open() { return must(Keystore::open(folder_.path("a"), "hospital-a")); }
  void run(uint64_t seed) {
    Keystore keystore = open();
    testkit::FixedRandom random(seed);
    Broker broker(keystore, world_.key("hospital-a"), random);
    Guest(world_, broker, contract_, seed).handshake();
  }
  std::string checkpoint() { return must(open().store().begin_read())->log_head()->checkpoint; }
  Findings verify(const std::optional<std::string>& older = {}) {
    auto store = must(open_sqlite_store(folder_.path("a/store.sqlite"), {}));
    return verify_log(*must(store->begin_read()), verifier_, older);
  }
  // tamper: what someone with the file can do.
  void tamper(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.path("a/store.sqlite").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  std::string first_failure(const Findings& findings) {
    return findings.first_failure() == nullptr ? "" : findings.first_failure()->check;
  }

  World world_;
  Folder folder_;
  contract::SealedContract contract_ = world_.seal(world_.contract());
  LogVerifier verifier_ = world_.keystore(folder_.path("a"), contract_).log_verifier();
};

TEST_F(LogTest, GrowsAndVerifies) {
  EXPECT_TRUE(verify().accepted());
  const std::string older = checkpoint();
  for (uint64_t i = 1; i <= 3; ++i) run(i);  // two releases and a refusal
  EXPECT_TRUE(verify(older).accepted());
  EXPECT_TRUE(verify(checkpoint()).accepted());
  EXPECT_EQ(must(open().store().begin_read())->log_head()->frontier.size(), 4U);
}

TEST_F(LogTest, EveryTamperingIsFound) {
  run(1);
  run(2);
  const std::string older = checkpoint();
  const Folder copy;
  const auto tampered = [&](const std::string& sql) {
    std::filesystem::copy(folder_.path("a"), copy.path("a"),
                          std::filesystem::copy_options::recursive);
    tamper(sql);
    const std::string check = first_failure(verify(older));
    std::filesystem::remove_all(folder_.path("a"));
    std::filesystem::rename(copy.path("a"), folder_.path("a"));
    return check;
  };
  EXPECT_EQ(tampered("DELETE FROM leaves WHERE number = 1"), "log.chain");
  EXPECT_EQ(tampered("UPDATE leaves SET leaf = CAST(replace(CAST(leaf AS TEXT), 'release', "
                     "'refusal') AS BLOB)"),
            "log.chain");
  EXPECT_EQ(tampered("UPDATE leaves SET leaf = CAST(replace(CAST(leaf AS TEXT), '\"unit\":2', "
                     "'\"unit\":1') AS BLOB)"),
            "log.tree")
      << "the last entry, which no other one follows";
  EXPECT_EQ(tampered("UPDATE head SET size = 2"), "log.head");
  EXPECT_EQ(
      tampered("UPDATE head SET checkpoint = replace(checkpoint, 'hospital-a', 'hospital-b')"),
      "log.checkpoint.signature");
  EXPECT_EQ(tampered("DELETE FROM head"), "log.head");
  EXPECT_TRUE(verify(older).accepted());
}

TEST_F(LogTest, ARolledBackLogIsFoundByAnOlderCheckpointAndByItsAnchor) {
  const Folder backup;
  std::filesystem::copy(folder_.path("a"), backup.path("a"),
                        std::filesystem::copy_options::recursive);
  const std::string anchor = folder_.path("anchor");
  ASSERT_TRUE(os::write_file(anchor, bytes_of(checkpoint())).ok());
  run(1);
  const std::string newer = checkpoint();
  ASSERT_TRUE(Keystore::open(folder_.path("a"), "hospital-a", file_anchor(anchor)).ok())
      << "an older anchor is no reproach";
  ASSERT_TRUE(os::write_file(anchor, bytes_of(newer)).ok());
  ASSERT_TRUE(Keystore::open(folder_.path("a"), "hospital-a", file_anchor(anchor)).ok());

  const auto behind = Keystore::open(backup.path("a"), "hospital-a", file_anchor(anchor));
  ASSERT_FALSE(behind.ok());
  EXPECT_EQ(behind.error().code, Code::denied);
  EXPECT_NE(behind.error().message.find("behind its anchor"), std::string::npos);

  // Another history of the same length: the backup goes on without the first run.
  std::filesystem::remove_all(folder_.path("a"));
  std::filesystem::copy(backup.path("a"), folder_.path("a"),
                        std::filesystem::copy_options::recursive);
  run(2);
  EXPECT_NE(Keystore::open(folder_.path("a"), "hospital-a", file_anchor(anchor))
                .error()
                .message.find("another history"),
            std::string::npos);
  EXPECT_EQ(first_failure(verify(newer)), "log.consistency");
}

TEST_F(LogTest, AnAnchorThatIsMissingIsNotPassedOver) {
  const auto opened =
      Keystore::open(folder_.path("a"), "hospital-a", file_anchor(folder_.path("none")));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::not_found);
}

TEST_F(LogTest, TheAnchorFollowsEveryRelease) {
  const std::string anchor = folder_.path("anchor");
  ASSERT_TRUE(os::write_file(anchor, bytes_of(checkpoint())).ok());
  {
    Keystore keystore = must(Keystore::open(folder_.path("a"), "hospital-a", file_anchor(anchor)));
    testkit::FixedRandom random(1);
    Broker broker(keystore, world_.key("hospital-a"), random);
    ASSERT_EQ(Guest(world_, broker, contract_, 1).handshake().status, 200U);
  }
  EXPECT_EQ(text_of(must(os::read_file(anchor, 10000))), checkpoint());
}

}  // namespace
}  // namespace anchorhold::broker
