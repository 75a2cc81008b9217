#include <gtest/gtest.h>

#include <thread>

#include "base/hex.h"
#include "broker/world_test.h"
#include "crypto/hash.h"
#include "net/kbs_client.h"
#include "os/socket.h"

namespace anchorhold::broker {
namespace {

using std::chrono::minutes;

class BrokerTest : public testing::Test {
 protected:
  Guest guest(uint64_t seed = 100) { return Guest(world_, broker_, contract_, seed); }
  uint64_t spent() {
    return keystore_.store().begin_read().value()->units_spent(contract_.contract.lineage).value();
  }
  std::vector<LogLeaf> log() {
    const auto store = keystore_.store().begin_read().value();
    std::vector<LogLeaf> out;
    for (uint64_t i = 0; i < store->log_head()->frontier.size(); ++i) {
      out.push_back(parse_leaf("leaf", text_of(store->leaf(i).value())).value());
    }
    return out;
  }
  // refused: the last entry of the log is a refusal for exactly this check.
  void expect_logged(std::string_view check) {
    const std::vector<LogLeaf> entries = log();
    const auto* entry = std::get_if<Refused>(&entries.back().event);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->checks, std::vector<std::string>{std::string(check)});
  }
  // attest_refused: evidence with one thing wrong is refused for that thing, and nothing was spent.
  void attest_refused(const Guest::Bend& bend, std::string_view check) {
    Guest one = guest();
    one.auth();
    const net::HttpResponse response = one.attest(bend);
    EXPECT_EQ(response.status, 401U);
    EXPECT_NE(why(response).find(check), std::string::npos) << why(response);
    EXPECT_EQ(one.resource().status, 401U);
    EXPECT_EQ(spent(), 0U);
  }

  World world_;
  Folder folder_;
  contract::SealedContract contract_ = world_.seal(world_.contract());
  Keystore keystore_ = world_.keystore(folder_.path("a"), contract_);
  testkit::FixedRandom random_{11};
  Broker broker_{keystore_, world_.key("hospital-a"), random_};
};

TEST_F(BrokerTest, ReleasesToVerifiedEvidence) {
  Guest one = guest();
  const net::HttpResponse response = one.handshake();
  ASSERT_EQ(response.status, 200U) << why(response);
  const auto release = one.open(response);
  ASSERT_TRUE(release.ok()) << release.error().to_string();
  EXPECT_EQ(release->budget_index, 1U);
  EXPECT_EQ(release->leaf_index, 1U);
  const auto checkpoint =
      open_checkpoint("checkpoint", release->checkpoint, keystore_.log_verifier());
  ASSERT_TRUE(checkpoint.ok());
  EXPECT_EQ(checkpoint->size, 2U);
  EXPECT_EQ(spent(), 1U);
  const auto entry = std::get<Released>(log().back().event);
  EXPECT_TRUE(entry.first);
  EXPECT_EQ(entry.ciphertext_sha256, release->ciphertext_sha256);
  EXPECT_EQ(entry.head_sha256, release->head_sha256);
  EXPECT_NE(release->head_sha256, Digest256{});
}

TEST_F(BrokerTest, DeliveryAgainInTheSameSessionIsFreeAndLogged) {
  Guest one = guest();
  ASSERT_EQ(one.handshake().status, 200U);
  const net::HttpResponse again = one.resource();
  ASSERT_EQ(again.status, 200U) << why(again);
  EXPECT_EQ(one.open(again)->budget_index, 1U);
  EXPECT_EQ(spent(), 1U);
  EXPECT_FALSE(std::get<Released>(log().back().event).first);
}

TEST_F(BrokerTest, TheSameKeyInAnotherSessionIsRefused) {
  Guest one = guest();
  ASSERT_EQ(one.handshake().status, 200U);
  EXPECT_NE(why(one.handshake()).find("another session"), std::string::npos);
  EXPECT_EQ(spent(), 1U);
  expect_logged("broker.run");
}

TEST_F(BrokerTest, TheBudgetEnds) {
  EXPECT_EQ(guest(1).handshake().status, 200U);
  EXPECT_EQ(guest(2).handshake().status, 200U);
  Guest third = guest(3);
  const net::HttpResponse response = third.handshake();
  EXPECT_EQ(response.status, 401U);
  EXPECT_NE(why(response).find("budget"), std::string::npos) << why(response);
  EXPECT_EQ(spent(), 2U);
  expect_logged("broker.budget");
  EXPECT_EQ(broker_.counters().without_session, 0U);
}

TEST_F(BrokerTest, RefusesEvidenceWithAnyOneThingWrong) {
  attest_refused([](nsm::Document& d) { d.pcrs[16][0] ^= 1; }, "broker.contract");
  attest_refused([](nsm::Document& d) { d.pcrs.erase(16); }, "broker.contract");
  for (const unsigned number : {0U, 1U, 2U}) {
    attest_refused([=](nsm::Document& d) { d.pcrs[number][0] ^= 1; }, "appraise.measurements");
  }
  attest_refused([](nsm::Document& d) { d.pcrs[0] = d.pcrs[1] = d.pcrs[2] = {}; },
                 "appraise.debug");
  attest_refused([](nsm::Document& d) { d.nonce->at(0) ^= 1; }, "appraise.nonce");
  attest_refused([](nsm::Document& d) { d.nonce.reset(); }, "appraise.nonce");
  attest_refused([](nsm::Document& d) { d.user_data->at(0) ^= 1; }, "appraise.user_data");
  attest_refused([](nsm::Document& d) { d.user_data.reset(); }, "appraise.user_data");
  attest_refused([](nsm::Document& d) { d.public_key->back() ^= 1; }, "appraise.public_key");
  attest_refused([](nsm::Document& d) { d.public_key.reset(); }, "appraise.public_key");
}

TEST_F(BrokerTest, RefusesAnotherContractsRegister) {
  contract::Contract other = world_.contract();
  other.lineage = std::string(32, 'b');
  const contract::SealedContract sealed = world_.seal(other);
  Guest one(world_, broker_, sealed, 100);
  EXPECT_NE(why(one.handshake()).find("broker.contract"), std::string::npos);
  ASSERT_TRUE(accept_contract(keystore_, sealed, world_.now()).ok());
  // Accepted now, so it may attest under it; but the first contract's key stays out of reach.
  one.auth();
  ASSERT_EQ(one.attest().status, 200U);
  Guest first = guest();
  first.session = one.session;
  EXPECT_NE(why(first.resource()).find("broker.resource"), std::string::npos);
  EXPECT_EQ(one.resource().status, 404U) << "nothing was encrypted for that one";
}

TEST_F(BrokerTest, RefusesAForeignRoot) {
  const testkit::NsmForge foreign(99);
  Guest one = guest();
  one.set_forge(foreign);
  EXPECT_NE(why(one.handshake()).find("nsm.chain.root"), std::string::npos);
  one.auth(net::kbs::tee_nitro);
  EXPECT_NE(why(one.attest()).find("nsm.chain.root"), std::string::npos);
  one.set_forge(world_.forge());
  one.auth(net::kbs::tee_nitro);
  EXPECT_NE(why(one.attest()).find("nsm.chain.root"), std::string::npos) << "software is not nitro";
}

TEST_F(BrokerTest, RefusesADamagedSignature) {
  Guest one = guest();
  one.auth();
  net::kbs::Attestation attestation = one.evidence();
  Bytes document = net::kbs::parse_evidence(attestation.primary_evidence).value();
  document.back() ^= 1;
  attestation.primary_evidence = net::kbs::encode_evidence(document);
  EXPECT_NE(why(one.attest_with(attestation)).find("nsm.signature"), std::string::npos);
}

TEST_F(BrokerTest, RefusesReplayedEvidence) {
  Guest one = guest();
  one.auth();
  const net::kbs::Attestation old = one.evidence();
  ASSERT_EQ(one.attest_with(old).status, 200U);
  one.auth();
  EXPECT_NE(why(one.attest_with(old)).find("broker.nonce"), std::string::npos);
  // The same evidence under the new session's nonce.
  net::kbs::Attestation renamed = old;
  one.auth();
  renamed.nonce = one.nonce();
  EXPECT_NE(why(one.attest_with(renamed)).find("appraise.nonce"), std::string::npos);
}

TEST_F(BrokerTest, ANonceServesOnce) {
  Guest one = guest();
  one.auth();
  EXPECT_EQ(one.attest([](nsm::Document& d) { d.pcrs[0][0] ^= 1; }).status, 401U);
  EXPECT_NE(why(one.attest()).find("broker.nonce"), std::string::npos) << "after a failure";
  one.auth();
  EXPECT_EQ(one.attest().status, 200U);
  EXPECT_NE(why(one.attest()).find("broker.nonce"), std::string::npos) << "after a success";
}

TEST_F(BrokerTest, AnotherKeysSessionIsOfNoUse) {
  Guest one = guest(1);
  ASSERT_EQ(one.handshake().status, 200U);
  Guest thief = guest(2);
  thief.session = one.session;
  const net::HttpResponse response = thief.resource();
  ASSERT_EQ(response.status, 200U) << "the same session, the same run";
  EXPECT_FALSE(thief.open(response).ok()) << "but only the attested key opens it";
  EXPECT_EQ(spent(), 1U);
}

TEST_F(BrokerTest, RequestsWithoutASessionAreOnlyCounted) {
  const size_t entries = log().size();
  Guest one = guest();
  EXPECT_EQ(one.resource().status, 401U);
  one.session = std::string(32, '0');
  EXPECT_EQ(one.resource().status, 401U);
  EXPECT_EQ(broker_.counters().without_session, 2U);
  EXPECT_EQ(log().size(), entries);
}

TEST_F(BrokerTest, AResourceNeedsEvidenceFirst) {
  Guest one = guest();
  one.auth();
  EXPECT_NE(why(one.resource()).find("broker.attested"), std::string::npos);
  expect_logged("broker.attested");
}

TEST_F(BrokerTest, RefusalsOfOneSessionFillNoLog) {
  Guest one = guest();
  one.auth();
  const size_t entries = log().size();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(one.resource().status, 401U);
  EXPECT_EQ(log().size(), entries + 16);
  EXPECT_EQ(broker_.counters().refusals_not_logged, 4U);
}

TEST_F(BrokerTest, OtherPartiesInputsAreNotHere) {
  Guest one = guest();
  const net::HttpResponse response = one.handshake("cohort-b");
  EXPECT_EQ(response.status, 404U);
  EXPECT_EQ(one.resource("nothing").status, 404U);
  EXPECT_EQ(spent(), 0U);
}

TEST_F(BrokerTest, TheBrokersOwnClockDecides) {
  Guest late = guest(1);
  late.auth();
  late.attest();
  late.set_time(world_.now() + minutes(3));
  EXPECT_NE(why(late.resource()).find("appraise.freshness"), std::string::npos);
  late.set_time(world_.now() + minutes(6));
  EXPECT_EQ(late.resource().status, 401U) << "the session is over";

  Guest back = guest(2);
  back.auth();
  back.set_time(world_.now() - minutes(1));
  EXPECT_EQ(back.attest().status, 401U) << "a clock that went back ends the session";

  Guest expired = guest(3);
  expired.set_time(world_.now() + std::chrono::hours(25));
  expired.auth();
  EXPECT_NE(why(expired.attest()).find("contract.not_after"), std::string::npos);

  Guest good = guest(4);
  EXPECT_EQ(good.handshake().status, 200U) << "the next run works";
  EXPECT_EQ(spent(), 1U);
}

TEST_F(BrokerTest, AnAcceptedChildEndsItsAncestors) {
  Guest running = guest(1);
  ASSERT_EQ(running.handshake().status, 200U);
  contract::Contract next = contract_.contract;
  next.parent = contract_.digest;
  next.budget_runs = 3;
  const contract::SealedContract child = world_.seal(next);
  ASSERT_TRUE(accept_contract(keystore_, child, world_.now()).ok());
  EXPECT_NE(why(running.resource()).find("broker.contract.superseded"), std::string::npos);
  EXPECT_NE(why(guest(2).handshake()).find("broker.contract.superseded"), std::string::npos);
  Guest under_child(world_, broker_, child, 3);
  const net::HttpResponse response = under_child.handshake();
  ASSERT_EQ(response.status, 200U) << why(response);
  EXPECT_EQ(under_child.open(response)->budget_index, 2U) << "the budget is the lineage's";
}

TEST_F(BrokerTest, SpeaksTheProtocolsErrors) {
  Guest one = guest();
  const auto post = [&](std::string target, std::string_view body) {
    return broker_.handle({"POST", std::move(target), {}, copy_of(bytes_of(body))}, world_.now());
  };
  EXPECT_NE(
      why(post("/kbs/v0/auth", R"({"version":"0.3.0","tee":"nitro","extra-params":""})"))
          .find("KBS Client Protocol Version Mismatch: expect =0.4.0 while the request is 0.3.0"),
      std::string::npos);
  EXPECT_EQ(post("/kbs/v0/auth", R"({"version":"0.4.0","tee":"sample","extra-params":""})").status,
            401U);
  EXPECT_EQ(post("/kbs/v0/auth", "{").status, 401U);
  EXPECT_EQ(post("/kbs/v0/other", "").status, 404U);
  EXPECT_EQ(post("/kbs/v0/resource/a/b/c", "x").status, 404U) << "nobody writes here";
  const net::HttpResponse challenge = one.auth();
  EXPECT_TRUE(challenge.headers.find("Set-Cookie")->ends_with(" GMT"));
  one.session.pop_back();
  EXPECT_EQ(one.attest().status, 401U);
}

TEST_F(BrokerTest, ServesOverAStream) {
  auto [ours, theirs] = must(os::socket_pair(os::SocketKind::stream));
  std::thread server([this, end = std::move(theirs)]() mutable {
    os::SocketStream stream(std::move(end));
    EXPECT_TRUE(serve(stream, stream, broker_, [this] { return world_.now(); }).ok());
  });
  {
    os::SocketStream stream(std::move(ours));
    net::HttpClient http(stream, stream, "hospital-a");
    net::KbsClient client(http);
    Guest one = guest();
    one.set_nonce(must(client.auth(net::kbs::tee_software)).nonce);
    EXPECT_EQ(client.attest(one.evidence([](nsm::Document& d) { d.pcrs[0][0] ^= 1; })).error().code,
              Code::denied);
    one.set_nonce(must(client.auth(net::kbs::tee_software)).nonce);
    EXPECT_TRUE(client.attest(one.evidence()).ok());
    const auto jwe = client.resource(to_hex(contract_.digest), "key", "cohort-a");
    ASSERT_TRUE(jwe.ok()) << jwe.error().to_string();
    net::HttpResponse response;
    response.body = copy_of(bytes_of(*jwe));
    EXPECT_TRUE(one.open(response).ok());
    EXPECT_EQ(client.resource(to_hex(contract_.digest), "key", "none").error().code,
              Code::not_found);
  }
  server.join();
}

TEST_F(BrokerTest, SessionsAreLimited) {
  BrokerLimits limits;
  limits.sessions = 2;
  Broker small(keystore_, world_.key("hospital-a"), random_, limits);
  Guest one(world_, small, contract_, 1);
  EXPECT_EQ(one.auth().status, 200U);
  EXPECT_EQ(one.auth().status, 200U);
  EXPECT_EQ(one.auth().status, 503U);
  one.set_time(world_.now() + minutes(6));
  EXPECT_EQ(one.auth().status, 200U);
}

TEST_F(BrokerTest, RefusalsNameNoInputAndNoValue) {
  Guest one = guest();
  one.auth();
  one.attest();
  one.resource("a-telling-name");
  const auto store = keystore_.store().begin_read().value();
  const Bytes last = store->leaf(store->log_head()->frontier.size() - 1).value();
  EXPECT_EQ(text_of(last).find("a-telling-name"), std::string::npos);
  EXPECT_EQ(text_of(last).find(one.session), std::string::npos);
}

}  // namespace
}  // namespace anchorhold::broker
