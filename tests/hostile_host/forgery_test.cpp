// The host gives things of its own making: a contract, an agent, a root, a key, a result.

#include <gtest/gtest.h>

#include <filesystem>

#include "age/encrypt.h"
#include "base/hex.h"
#include "contract/release.h"
#include "crypto/ecdh.h"
#include "crypto/jwe.h"
#include "host.h"
#include "net/kbs.h"
#include "os/file.h"
#include "os/random.h"
#include "receipt/result_file.h"
#include "receipt/wrapped_output.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Forgery, AContractWithASignatureMissingIsRefused) {
  const Study study;
  fs::copy(study.path("c2.json"), study.path("c.json"), fs::copy_options::overwrite_existing);
  expect_refused(study, study.run(), {3}, "lab");
}

TEST(Forgery, AContractThatTheOwnersNeverAcceptedIsRefused) {
  // Same parties, same signatures, but its inputs were never encrypted under it.
  const Study study;
  std::string toml = replaced(study_toml(study), "runs = 500", "runs = 501");
  toml = replaced(toml, "00112233", "ff112233");
  study.write("other.toml", bytes_of(toml));
  ASSERT_EQ(study.call({"contract", "seal", "other.toml", "--image", "image", "-o", "d.json"}).exit,
            0);
  for (const char* party : {"hospital-a", "hospital-b", "lab"}) {
    fs::rename(study.path("d.json"), study.path("e.json"));
    ASSERT_EQ(study
                  .call({"--home", party, "contract", "sign", "e.json", "--image", "image", "-o",
                         "d.json"})
                  .exit,
              0);
  }
  fs::rename(study.path("d.json"), study.path("c.json"));
  expect_refused(study, study.run(), {3}, "accept");
}

TEST(Forgery, AnAmendmentThatDropsASignerIsRefused) {
  const Study study;
  const std::string parent = to_hex(study.contract().digest);
  std::string toml =
      replaced(study_toml(study), "lineage = ", "parent = \"" + parent + "\"\nlineage = ");
  // Without the second hospital the other two would do.
  const size_t from = toml.find("[parties.hospital-b]");
  toml.erase(from, toml.find("[parties.lab]") - from);
  toml = replaced(toml, "[inputs.cohort-b]\nowner = \"hospital-b\"\n",
                  "[inputs.cohort-b]\nowner = \"hospital-a\"\n");
  toml = replaced(toml, R"(["hospital-a", "hospital-b"])", R"(["hospital-a"])");
  toml = replaced(toml, "at_least = 3\n", "at_least = 2\n");
  study.write("child.toml", bytes_of(toml));
  ASSERT_EQ(
      study.call({"contract", "seal", "child.toml", "--image", "image", "-o", "d0.json"}).exit, 0);
  ASSERT_EQ(study
                .call({"--home", "hospital-a", "contract", "sign", "d0.json", "--image", "image",
                       "-o", "d1.json"})
                .exit,
            0);
  ASSERT_EQ(study
                .call({"--home", "lab", "contract", "sign", "d1.json", "--image", "image", "-o",
                       "d.json"})
                .exit,
            0);
  const Ran checked = study.call({"contract", "check", "d.json", "--parent", "c.json"});
  EXPECT_EQ(checked.exit, 3) << checked.out << checked.err;
  EXPECT_NE(checked.out.find("hospital-b"), std::string::npos) << checked.out << checked.err;
  const Ran accepted = study.call({"--home", "hospital-a", "broker", "accept", "d.json"});
  EXPECT_EQ(accepted.exit, 3) << accepted.err;
  EXPECT_NE(accepted.err.find("contract.amend."), std::string::npos) << accepted.err;

  const Bytes good = study.read("c.json");
  study.write("c.json", study.read("d.json"));
  const Ran ran = study.call({"--home", "host", "run", "c.json", "--image", "image", "--owner",
                              "hospital-a=hospital-a", "--input", "cohort-a=a.age", "--input",
                              "cohort-b=b.age", "-o", "out"});
  expect_refused(study, ran, {3}, "accept");
  study.write("c.json", good);
  expect_works(study);
}

TEST(Forgery, AContractWhoseAgentIsNotTheSignersOwnIsNotSigned) {
  const Study study;
  Bytes other = os::read_file(agent(), 64U << 20).value();
  other.push_back(0);
  study.write("agent", other);
  ASSERT_EQ(study
                .call({"contract", "seal", "study.toml", "--image", "image", "--agent", "agent",
                       "-o", "d.json"})
                .exit,
            0);
  const Ran ran = study.call({"--home", "hospital-a", "contract", "sign", "d.json", "--image",
                              "image", "-o", "signed.json"});
  EXPECT_EQ(ran.exit, 3) << ran.err;
  EXPECT_NE((ran.err + ran.out).find("agent"), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(study.path("signed.json")));
}

TEST(Forgery, AnotherAgentGetsNoKey) {
  const Study study;
  Bytes other = os::read_file(agent(), 64U << 20).value();
  other.push_back(0);
  study.write("agent", other);
  fs::permissions(study.path("agent"), fs::perms::owner_all);
  expect_refused(
      study,
      study.run({"--agent", "agent", "--input", "cohort-a=a.age", "--input", "cohort-b=b.age"}),
      {3}, "broker of hospital-a");
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

TEST(Forgery, EvidenceUnderAForeignRootGetsNoKey) {
  const Study study;
  ASSERT_EQ(study.call({"--home", "other-host", "tee", "root"}).exit, 0);
  std::vector<std::string> arguments = study.run_arguments();
  arguments[1] = "other-host";
  expect_refused(study, study.call(arguments), {3}, "broker of hospital-a");
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

// The host sits at the owner's port with a key of its own, and everything else as it should be.
TEST(Forgery, TheHostsOwnKeyInAWellFormedJweIsRefused) {
  const Study study;
  const contract::SealedContract sealed = study.contract();
  os::SystemRandom random;
  const auto own = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random);
  const auto identity = age::Identity::generate(random);
  std::string nonce;
  std::optional<crypto::EcdhPublicKey> tee_key;
  expect_failed(
      host_run(study,
               {.before =
                    [&](const std::string& step, auto&, auto& request) {
                      if (step != "hospital-a POST attest") return;
                      const auto sent = net::kbs::parse_attestation(text_of(request.body));
                      nonce = sent->nonce;
                      tee_key = crypto::EcdhPublicKey::from_jwk("key", sent->tee_pubkey).value();
                    },
                .after =
                    [&](const std::string& step, auto&, auto& reply) {
                      if (step != "hospital-a GET cohort-a") return;
                      contract::Release release;
                      release.owner = "hospital-a";
                      release.contract = sealed.digest;
                      release.input = "cohort-a";
                      release.tee_key = tee_key->thumbprint();
                      release.nonce = nonce;
                      release.ciphertext_bytes = 10;
                      release.budget_index = 1;
                      release.checkpoint = "a checkpoint";
                      const auto text = identity->to_secret_text();
                      const std::string statement =
                          contract::make_release(release, text.view(), *own, random).value();
                      const auto resource = contract::release_resource(statement, text.view());
                      reply.response.body = copy_of(
                          bytes_of(crypto::encrypt_jwe(resource.view(), *tee_key, random).value()));
                    }}),
      "release");
  expect_works(study);
}

// Recipients' keys are public: anybody can encrypt something that looks like a result.
TEST(Forgery, AResultsFileForgedByTheHostIsNotOpened) {
  const Study study;
  expect_works(study);
  const contract::SealedContract sealed = study.contract();
  receipt::ResultHead head;
  head.output = "model";
  head.run = std::string(32, 'a');
  head.contract = sealed.digest;
  const auto plain = receipt::pack_result(head, bytes_of("{\"forged\": 1}"), {}, 20000);
  const auto recipients = receipt::recipients_of(sealed.contract, {"hospital-a"});
  os::SystemRandom random;
  MemorySource source(plain->view());
  MemorySink sink;
  ASSERT_TRUE(age::encrypt(source, sink, *recipients, random).ok());
  study.write("forged.age", sink.bytes());

  const Ran refused =
      study.call({"--home", "hospital-a", "decrypt", "--receipt", "out/receipt.json", "--contract",
                  "c.json", "-o", "model", "forged.age"});
  EXPECT_EQ(refused.exit, 3) << refused.err;
  EXPECT_NE(refused.err.find("not an output of this run"), std::string::npos) << refused.err;
  EXPECT_FALSE(fs::exists(study.path("model")));

  const Ran plainly = study.call({"decrypt", "-i", "hospital-a/parties/hospital-a/recipient.key",
                                  "-o", "model", "forged.age"});
  EXPECT_EQ(plainly.exit, 0) << plainly.err;
  EXPECT_NE(plainly.err.find("origin of this result is not proven"), std::string::npos);
}

TEST(Forgery, AnotherRunsResultIsNotOpenedUnderThisReceipt) {
  const Study study;
  expect_works(study);
  fs::rename(study.path("out"), study.path("first"));
  expect_works(study);
  const Ran ran = study.call({"--home", "hospital-a", "decrypt", "--receipt", "out/receipt.json",
                              "--contract", "c.json", "-o", "model", "first/model.age"});
  EXPECT_EQ(ran.exit, 3) << ran.err;
  EXPECT_FALSE(fs::exists(study.path("model")));
}

TEST(Forgery, AReceiptOfTheForgersOwnStudyIsRefusedUnderTheHonestPins) {
  const Study honest;
  const Study forger("purpose = \"a test\"", "purpose = \"another\"");
  expect_works(forger);
  honest.write("forged.json", forger.read("out/receipt.json"));
  honest.write("forged.age", forger.read("out/model.age"));
  EXPECT_EQ(honest.call({"verify", "forged.json"}).exit, 7);
  EXPECT_EQ(honest.call({"verify", "forged.json", "--contract", "c.json"}).exit, 3);
  EXPECT_EQ(honest.call({"verify", "forged.json", "--party", "hospital-a.party.json"}).exit, 3);
  const Ran opened = honest.call({"--home", "hospital-a", "decrypt", "--receipt", "forged.json",
                                  "--contract", "c.json", "-o", "model", "forged.age"});
  EXPECT_EQ(opened.exit, 3) << opened.err;
}

TEST(Budget, WhenSpentIsRefusedAndSaysSo) {
  const Study study("runs = 500", "runs = 1");
  expect_works(study);
  fs::remove_all(study.path("out"));
  expect_refused(study, study.run(), {3}, "budget");
  EXPECT_EQ(study.spent("hospital-a"), 1U);
}

}  // namespace
}  // namespace anchorhold::hostile
