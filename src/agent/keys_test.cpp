#include "agent/keys.h"

#include <gtest/gtest.h>

#include "agent/fake_host_test.h"
#include "contract/binding.h"
#include "crypto/jwe.h"
#include "evidence/nsm/document.h"
#include "net/kbs.h"
#include "testkit/sample_contract.h"

namespace anchorhold::agent {
namespace {

namespace kbs = net::kbs;

constexpr std::string_view kNonce = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

// Broker: what stands behind a broker's port. As it is it plays the owner truly, knowing the
// owner's key; each member bends one thing, as a host that sits there in the owner's place would.
struct Broker {
  const testkit::SampleContract& parties;
  const contract::SealedContract& sealed;
  std::string input;
  std::function<void(contract::Release&)> release = {};
  const crypto::PrivateKey* key = nullptr;     // signs in the place of the owner's
  std::optional<std::string> identity = {};    // sent in the place of the one signed for
  std::function<void(std::string&)> jwe = {};  // the finished answer
  std::function<void(net::HttpResponse&)> response = {};
  std::string nonce = std::string(kNonce);
  kbs::Attestation seen = {};
  testkit::FixedRandom random = testkit::FixedRandom(11);

  contract::Release honest() const {
    contract::Release out;
    out.owner = sealed.contract.inputs.at(input).owner;
    out.contract = sealed.digest;
    out.input = input;
    out.tee_key = tee_key().thumbprint();
    out.nonce = nonce;
    out.ciphertext_sha256.fill(0x66);
    out.ciphertext_bytes = 200;
    out.budget_index = 1;
    out.checkpoint = "a checkpoint";
    return out;
  }

  crypto::EcdhPublicKey tee_key() const {
    return crypto::EcdhPublicKey::from_jwk("tee-pubkey", seen.tee_pubkey).value();
  }

  std::string resource() {
    contract::Release out = honest();
    if (release) release(out);
    const crypto::PrivateKey& signer = key != nullptr ? *key : parties.key(out.owner);
    const auto true_identity = age::Identity::generate(random)->to_secret_text();
    const std::string statement =
        contract::make_release(out, true_identity.view(), signer, random).value();
    const ByteView sent = identity ? bytes_of(*identity) : true_identity.view();
    const SecretBytes plain = contract::release_resource(statement, sent);
    std::string answer = crypto::encrypt_jwe(plain.view(), tee_key(), random).value();
    if (jwe) jwe(answer);
    return answer;
  }

  net::HttpResponse answer(const net::HttpRequest& request) {
    net::HttpResponse out;
    std::string body;
    if (request.target == kbs::auth_path) {
      out.headers.add("Set-Cookie", std::string(kbs::session_cookie) + "=a1");
      body = kbs::encode_challenge({nonce});
    } else if (request.target == kbs::attest_path) {
      seen = kbs::parse_attestation(text_of(request.body)).value();
      body = kbs::encode_token("a.b.c");
    } else {
      body = resource();
      if (response) {
        out.body = copy_of(bytes_of(body));
        response(out);
        return out;
      }
    }
    out.body = copy_of(bytes_of(body));
    return out;
  }
};

class Keys : public testing::Test {
 protected:
  Keys()
      : sealed_(parties_.fully_signed()),
        a_{parties_, sealed_, "cohort-a"},
        b_{parties_, sealed_, "cohort-b"} {
    a_.release = [](contract::Release& release) { release.ciphertext_sha256.fill(0x66); };
  }

  Result<ReleasedKeys> obtain() {
    FakeMonitor monitor(
        {{kFirstBrokerPort, http([&](const auto& r) { return a_.answer(r); })},
         {kFirstBrokerPort + 1, http([&](const auto& r) { return b_.answer(r); })}});
    return obtain_keys(monitor.channel(), module_.module(), sealed_, key_);
  }

  void expect_refused(Code code, std::string_view part) {
    const auto keys = obtain();
    ASSERT_FALSE(keys.ok());
    EXPECT_EQ(keys.error().code, code) << keys.error().to_string();
    EXPECT_NE(keys.error().to_string().find(part), std::string::npos) << keys.error().to_string();
    EXPECT_NE(keys.error().object.find("broker of hospital-"), std::string::npos);
  }

  static crypto::EphemeralKey key_of(uint64_t seed) {
    testkit::FixedRandom random(seed);
    return crypto::EphemeralKey::generate(random).value();
  }

  testkit::SampleContract parties_;
  contract::SealedContract sealed_;
  Broker a_;
  Broker b_;
  FakeModule module_;
  crypto::EphemeralKey key_ = key_of(21);
};

TEST_F(Keys, TakesEachInputsKeyFromItsOwner) {
  const auto keys = obtain();
  ASSERT_TRUE(keys.ok()) << keys.error().to_string();
  ASSERT_EQ(keys->size(), 2U);
  EXPECT_EQ(keys->at("cohort-a").release.owner, "hospital-a");
  EXPECT_EQ(keys->at("cohort-b").release.owner, "hospital-b");
  EXPECT_TRUE(
      text_of(keys->at("cohort-a").resource.identity.view()).starts_with("AGE-SECRET-KEY-1"));
}

TEST_F(Keys, EvidenceIsBoundToChallengeAndKey) {
  ASSERT_TRUE(obtain().ok());
  const Bytes document = kbs::parse_evidence(a_.seen.primary_evidence).value();
  const auto parsed = nsm::parse_document(document);
  ASSERT_TRUE(parsed.ok());
  const nsm::Document& claimed = parsed->claimed().document;
  EXPECT_EQ(claimed.nonce, kbs::nonce_bytes(kNonce).value());
  EXPECT_EQ(claimed.public_key, key_.public_key().spki());
  EXPECT_EQ(claimed.user_data, copy_of(contract::kbs_user_data(kNonce, a_.seen.tee_pubkey)));
}

TEST_F(Keys, TheHostsOwnKeyInAWellFormedJweIsRefused) {
  testkit::FixedRandom random(31);
  const auto own = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random);
  a_.key = &*own;
  expect_refused(Code::denied, "cohort-a");
}

TEST_F(Keys, AHostThatPlaysTheBrokerWithAnIdentityOfItsOwnIsRefused) {
  // It has a true release statement of this very handshake, and its own data to be decrypted with
  // its own identity.
  testkit::FixedRandom random(31);
  const auto own = age::Identity::generate(random);
  a_.identity = string_of(own->to_secret_text().view());
  expect_refused(Code::denied, "identity_commitment");
}

TEST_F(Keys, AReleaseByAnotherPartyOfTheContractIsRefused) {
  a_.release = [](contract::Release& release) { release.owner = "lab"; };
  expect_refused(Code::denied, "does not own the input");
  a_.release = [](contract::Release& release) { release.owner = "hospital-b"; };
  expect_refused(Code::denied, "does not own the input");
}

TEST_F(Keys, AReleaseOfAnotherInputIsRefused) {
  b_.release = [](contract::Release& release) {
    release.input = "cohort-a";
    release.owner = "hospital-a";
  };
  expect_refused(Code::denied, "input");
}

TEST_F(Keys, AReleaseUnderAnotherContractIsRefused) {
  a_.release = [](contract::Release& release) { release.contract[0] ^= 1; };
  expect_refused(Code::denied, "contract");
}

TEST_F(Keys, AReleaseForAnotherChallengeIsRefused) {
  a_.release = [](contract::Release& release) { release.nonce[0] = 'B'; };
  expect_refused(Code::denied, "nonce");
}

TEST_F(Keys, AReleaseToAnotherEnclavesKeyIsRefused) {
  a_.release = [](contract::Release& release) { release.tee_key[0] ^= 1; };
  expect_refused(Code::denied, "tee_key");
}

TEST_F(Keys, AReleaseOfAnotherCiphertextThanTheContractsIsRefused) {
  a_.release = [](contract::Release& release) { release.ciphertext_sha256.fill(0x67); };
  expect_refused(Code::denied, "ciphertext_sha256");
}

TEST_F(Keys, AReleaseBeyondTheBudgetIsRefused) {
  a_.release = [](contract::Release& release) { release.budget_index = 4; };
  expect_refused(Code::denied, "budget_index");
}

TEST_F(Keys, AReplayedAnswerOpensNothing) {
  std::string old;
  a_.jwe = [&](std::string& answer) { old = answer; };
  ASSERT_TRUE(obtain().ok());
  key_ = key_of(22);
  a_.jwe = [&](std::string& answer) { answer = old; };
  expect_refused(Code::denied, "cohort-a");
}

TEST_F(Keys, AReplayedStatementInAFreshJweIsRefused) {
  // Statements are public: receipts carry them. The host encrypts one of an earlier run anew.
  contract::Release old;
  a_.release = [&](contract::Release& release) { old = release; };
  ASSERT_TRUE(obtain().ok());
  key_ = key_of(22);
  a_.release = [&](contract::Release& release) { release = old; };
  expect_refused(Code::denied, "tee_key");
}

TEST_F(Keys, AnyChangedByteOfTheJweIsRefused) {
  std::string good;
  a_.jwe = [&](std::string& answer) { good = answer; };
  ASSERT_TRUE(obtain().ok());
  for (size_t at = 0; at < good.size(); at += at + 98 < good.size() ? size_t{97} : size_t{1}) {
    a_.jwe = [&](std::string& answer) { answer[at] = static_cast<char>(answer[at] ^ 1); };
    EXPECT_FALSE(obtain().ok()) << at;
  }
}

TEST_F(Keys, WhatABrokerCannotSayIsRefused) {
  for (const char* answer : {"", "{}", "null", "[]", "{\"protected\":\"\"}"}) {
    a_.jwe = [&](std::string& jwe) { jwe = answer; };
    EXPECT_FALSE(obtain().ok()) << answer;
  }
}

TEST_F(Keys, ABrokersRefusalIsPassedOnInItsOwnWords) {
  a_.response = [](net::HttpResponse& response) {
    response.status = 403;
    response.body =
        copy_of(bytes_of(kbs::encode_error({"PolicyDeny", "the budget of 3 runs is spent"})));
  };
  expect_refused(Code::denied, "the budget of 3 runs is spent");
}

TEST_F(Keys, AChallengeOfAnotherLengthIsRefused) {
  a_.nonce = "AAEC";
  expect_refused(Code::malformed, "nonce");
}

TEST_F(Keys, AnswersThatEndEarlyAreRefused) {
  FakeMonitor monitor({{kFirstBrokerPort, [](os::SocketStream stream) {
                          Bytes some(64);
                          static_cast<void>(stream.read(some));
                          static_cast<void>(stream.write(
                              bytes_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot it")));
                        }}});
  EXPECT_FALSE(obtain_keys(monitor.channel(), module_.module(), sealed_, key_).ok());
}

TEST_F(Keys, WithoutABrokerThereIsNoKey) {
  FakeMonitor monitor({});
  const auto keys = obtain_keys(monitor.channel(), module_.module(), sealed_, key_);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, Code::unavailable);
}

}  // namespace
}  // namespace anchorhold::agent
