// What is left when a broker dies, its disk fills, or two of them race.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "broker/world_test.h"
#include "os/file.h"

namespace anchorhold::broker {
namespace {

// Fault: happens at the given step of a store, counted over everything that is asked of it.
struct Fault {
  int at = 0;  // 0: never
  std::function<Status()> strike;
  int step = 0;

  Status next() { return ++step == at ? strike() : Status(); }
};

// FaultyTransaction: strikes before the step, and for commit also behind it.
class FaultyTransaction : public Transaction {
 public:
  FaultyTransaction(std::unique_ptr<Transaction> real, Fault& fault)
      : real_(std::move(real)), fault_(fault) {}

  Result<std::vector<ContractRecord>> contracts() override {
    AH_TRY(fault_.next());
    return real_->contracts();
  }
  Result<std::optional<ContractRecord>> find_contract(const Digest384& digest) override {
    AH_TRY(fault_.next());
    return real_->find_contract(digest);
  }
  Status put_contract(const ContractRecord& contract) override {
    AH_TRY(fault_.next());
    return real_->put_contract(contract);
  }
  Status supersede(const Digest384& digest) override {
    AH_TRY(fault_.next());
    return real_->supersede(digest);
  }
  Result<std::optional<InputRecord>> find_input(std::string_view lineage, std::string_view name,
                                                const std::optional<Digest256>& sha256) override {
    AH_TRY(fault_.next());
    return real_->find_input(lineage, name, sha256);
  }
  Status put_input(const InputRecord& input) override {
    AH_TRY(fault_.next());
    return real_->put_input(input);
  }
  Result<std::optional<RunRecord>> find_run(std::string_view lineage,
                                            const Digest256& key) override {
    AH_TRY(fault_.next());
    return real_->find_run(lineage, key);
  }
  Result<uint64_t> units_spent(std::string_view lineage) override {
    AH_TRY(fault_.next());
    return real_->units_spent(lineage);
  }
  Status put_run(const RunRecord& run) override {
    AH_TRY(fault_.next());
    return real_->put_run(run);
  }
  Result<LogHead> log_head() override {
    AH_TRY(fault_.next());
    return real_->log_head();
  }
  Result<Bytes> leaf(uint64_t index) override {
    AH_TRY(fault_.next());
    return real_->leaf(index);
  }
  Status append_leaf(ByteView leaf, const LogHead& head) override {
    AH_TRY(fault_.next());
    return real_->append_leaf(leaf, head);
  }
  Status commit() override {
    AH_TRY(fault_.next());
    AH_TRY(real_->commit());
    return fault_.next();
  }

 private:
  std::unique_ptr<Transaction> real_;
  Fault& fault_;
};

class FaultyStore : public Store {
 public:
  FaultyStore(std::unique_ptr<Store> real, Fault& fault) : real_(std::move(real)), fault_(fault) {}
  Result<std::unique_ptr<Transaction>> begin_read() override { return real_->begin_read(); }
  Result<std::unique_ptr<Transaction>> begin_write() override {
    AH_TRY(fault_.next());
    AH_ASSIGN(auto transaction, real_->begin_write());
    return std::unique_ptr<Transaction>(
        std::make_unique<FaultyTransaction>(std::move(transaction), fault_));
  }

 private:
  std::unique_ptr<Store> real_;
  Fault& fault_;
};

class FaultTest : public testing::Test {
 protected:
  FaultTest() { world_.keystore(folder_.path("a"), contract_); }

  Keystore open() { return must(Keystore::open(folder_.path("a"), "hospital-a")); }
  Keystore open_faulty(Fault& fault) {
    const Bytes pem = must(os::read_file(folder_.path("a/log.key"), 4096));
    auto store = must(open_sqlite_store(folder_.path("a/store.sqlite"), {}));
    return must(Keystore::of("hospital-a",
                             must(crypto::PrivateKey::from_pkcs8_pem("log.key", text_of(pem))),
                             std::make_unique<FaultyStore>(std::move(store), fault)));
  }

  // run: one whole handshake; 200 only when the key was delivered.
  net::HttpResponse run(Keystore& keystore, uint64_t seed) {
    testkit::FixedRandom random(seed);
    Broker broker(keystore, world_.key("hospital-a"), random);
    return Guest(world_, broker, contract_, seed).handshake();
  }
  // in_child: the exit code of `work` in a process of its own, 255 when it was killed.
  template <class Work>
  static pid_t start_child(Work work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
  }
  static int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
  }

  // state: what the store says after everything: units spent, and that log and runs agree.
  uint64_t expect_sound() {
    Keystore keystore = open();
    const auto store = must(keystore.store().begin_read());
    EXPECT_TRUE(verify_log(*store, keystore.log_verifier(), {}).accepted());
    uint64_t first_releases = 0;
    for (uint64_t i = 0; i < store->log_head()->frontier.size(); ++i) {
      const LogLeaf leaf = must(parse_leaf("leaf", text_of(must(store->leaf(i)))));
      if (const auto* released = std::get_if<Released>(&leaf.event); released && released->first) {
        EXPECT_EQ(released->unit, ++first_releases);
      }
    }
    const uint64_t spent = must(store->units_spent(contract_.contract.lineage));
    EXPECT_EQ(spent, first_releases) << "a unit without its record, or a record without its unit";
    EXPECT_LE(spent, static_cast<uint64_t>(contract_.contract.budget_runs));
    return spent;
  }

  World world_;
  Folder folder_;
  contract::SealedContract contract_ = world_.seal(many_runs());

 private:
  contract::Contract many_runs() {
    contract::Contract contract = world_.contract();
    contract.budget_runs = 40;
    return contract;
  }
};

TEST_F(FaultTest, KilledAtEveryStep) {
  uint64_t seed = 1000;
  for (int step = 1;; ++step, ++seed) {
    const uint64_t before = expect_sound();
    const int code = wait_for(start_child([&] {
      Fault fault{step, [] {
                    ::raise(SIGKILL);
                    return Status();
                  }};
      Keystore keystore = open_faulty(fault);
      return run(keystore, seed).status == 200 ? 0 : 1;
    }));
    const uint64_t after = expect_sound();
    ASSERT_TRUE(code == 0 || code == 255) << "step " << step;
    if (code == 0) {
      EXPECT_EQ(after, before + 1);
      EXPECT_GT(step, 12) << "all steps were struck";
      return;
    }
    EXPECT_LE(after, before + 1) << "step " << step;
    ASSERT_LT(step, 100);
  }
}

TEST_F(FaultTest, KilledAtAnyMoment) {
  uint64_t delivered = 0;
  for (uint64_t i = 0; i < 30; ++i) {
    const pid_t child = start_child([&] {
      Keystore keystore = open();
      return run(keystore, 2000 + i).status == 200 ? 0 : 1;
    });
    ::usleep(static_cast<useconds_t>(400 * i));
    ::kill(child, SIGKILL);
    if (wait_for(child) == 0) ++delivered;
    EXPECT_GE(expect_sound(), delivered);
  }
}

TEST_F(FaultTest, AnErrorAtEveryStepReleasesNothingAndTheNextRunWorks) {
  uint64_t seed = 3000;
  for (int step = 1;; ++step, ++seed) {
    Fault fault{step, [] { return Status(Error{Code::unavailable, "disk", "failed"}); }};
    const uint64_t before = expect_sound();
    {
      Keystore keystore = open_faulty(fault);
      const net::HttpResponse response = run(keystore, seed);
      if (response.status == 200) {
        EXPECT_GT(step, 12);
        break;
      }
      EXPECT_EQ(response.status, 503U) << "step " << step << ": " << why(response);
      EXPECT_NE(why(response).find("disk: failed"), std::string::npos);
    }
    EXPECT_LE(expect_sound(), before + 1);
    ASSERT_LT(step, 100);
  }
}

TEST_F(FaultTest, TwoProcessesRaceForTheLastUnit) {
  for (uint64_t round = 0; round < 5; ++round) {
    Folder folder;
    contract::Contract one_run = world_.contract();
    one_run.budget_runs = 1;
    const contract::SealedContract sealed = world_.seal(one_run);
    world_.keystore(folder.path("a"), sealed);
    int gate[2];
    ASSERT_EQ(::pipe(gate), 0);
    std::vector<pid_t> children;
    for (uint64_t i = 0; i < 4; ++i) {
      children.push_back(start_child([&] {
        Keystore keystore = must(Keystore::open(folder.path("a"), "hospital-a"));
        testkit::FixedRandom random(i + 1);
        Broker broker(keystore, world_.key("hospital-a"), random);
        Guest guest(world_, broker, sealed, i + 1);
        guest.auth();
        guest.attest();
        char go = 0;
        ::close(gate[1]);
        (void)!::read(gate[0], &go, 1);  // all at once, when the parent closes the pipe
        return guest.resource().status == 200 ? 0 : 1;
      }));
    }
    ::close(gate[0]);
    ::close(gate[1]);
    int delivered = 0;
    for (const pid_t child : children) delivered += wait_for(child) == 0 ? 1 : 0;
    EXPECT_EQ(delivered, 1);
    Keystore keystore = must(Keystore::open(folder.path("a"), "hospital-a"));
    const auto store = must(keystore.store().begin_read());
    EXPECT_EQ(must(store->units_spent(sealed.contract.lineage)), 1U);
    EXPECT_TRUE(verify_log(*store, keystore.log_verifier(), {}).accepted());
  }
}

TEST_F(FaultTest, AFullDiskIsAClearErrorAndTheNextRunWorks) {
  const int code = wait_for(start_child([&] {
    Keystore keystore = open();
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};  // no file may grow
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const net::HttpResponse response = run(keystore, 1);
    if (response.status != 503) return 1;
    return why(response).find("nothing was released") != std::string::npos ? 0 : 2;
  }));
  EXPECT_EQ(code, 0);
  EXPECT_EQ(expect_sound(), 0U);
  Keystore keystore = open();
  EXPECT_EQ(run(keystore, 2).status, 200U);
}

TEST_F(FaultTest, AFailingAnchorHoldsTheKeyBackAndAskingAgainIsFree) {
  struct Broken : RollbackAnchor {
    bool works = false;
    std::string kept;
    Result<std::string> load() override { return kept; }
    Status save(std::string_view checkpoint) override {
      if (!works) return Error{Code::unavailable, "anchor", "cannot be written"};
      kept = checkpoint;
      return {};
    }
  };
  const Bytes pem = must(os::read_file(folder_.path("a/log.key"), 4096));
  auto anchor = std::make_unique<Broken>();
  Broken& broken = *anchor;
  broken.kept = must(open().store().begin_read())->log_head()->checkpoint;
  Keystore keystore = must(
      Keystore::of("hospital-a", must(crypto::PrivateKey::from_pkcs8_pem("log.key", text_of(pem))),
                   must(open_sqlite_store(folder_.path("a/store.sqlite"), {})), std::move(anchor)));
  testkit::FixedRandom random(5);
  Broker broker(keystore, world_.key("hospital-a"), random);
  Guest guest(world_, broker, contract_, 5);
  const net::HttpResponse refused = guest.handshake();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_NE(why(refused).find("asking again in this session costs nothing"), std::string::npos);
  broken.works = true;
  const net::HttpResponse again = guest.resource();
  EXPECT_EQ(again.status, 200U) << why(again);
  EXPECT_EQ(expect_sound(), 1U);
}

}  // namespace
}  // namespace anchorhold::broker
