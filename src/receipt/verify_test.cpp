#include "receipt/verify.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "image/registers.h"
#include "receipt/forged_receipt_test.h"
#include "testkit/attack.h"

namespace anchorhold::receipt {
namespace {

// The module's contract has inputs on demand, so that both ways of reading one can be right.
const ReceiptForge& honest() {
  static const ReceiptForge forge(1, image::Wasm{Digest256{0x77}, false});
  return forge;
}
const ReceiptForge& forger() {
  static const ReceiptForge forge(2);
  return forge;
}

Verification verify(const std::string& text, const Pins& pins) {
  auto verification = verify_receipt("receipt", text, pins);
  EXPECT_TRUE(verification.ok()) << verification.error().to_string();
  return std::move(verification).value();
}

std::string why(const Verification& verification) {
  const Finding* failure = verification.findings.first_failure();
  return failure == nullptr ? "nothing" : failure->check + ": " + failure->observed;
}

TEST(VerifyReceipt, AcceptsAGoodOneUnderItsContractsDigest) {
  const Verification verification = verify(honest().make(), honest().pins());
  EXPECT_EQ(verification.verdict, Verdict::accepted) << why(verification);
  ASSERT_TRUE(verification.body.has_value());
  EXPECT_EQ(verification.body->outputs.size(), 2U);
}

TEST(VerifyReceipt, AcceptsAGoodOneUnderThePartiesThatSigned) {
  Pins pins;
  for (const char* name : {"hospital-a", "lab"})
    pins.parties.push_back(honest().parties().key(name).public_key());
  const Verification verification = verify(honest().make(), pins);
  EXPECT_EQ(verification.verdict, Verdict::accepted) << why(verification);
}

TEST(VerifyReceipt, WithoutPinsNothingIsProven) {
  EXPECT_EQ(verify(honest().make(), {}).verdict, Verdict::unproven);
}

TEST(VerifyReceipt, ARootAloneProvesNothing) {
  Pins pins;
  pins.software_roots = {honest().root_digest()};
  EXPECT_EQ(verify(honest().make(), pins).verdict, Verdict::unproven);
}

TEST(VerifyReceipt, ASoftwareReceiptIsCalledNotHardware) {
  const Verification verification = verify(honest().make(), honest().pins());
  bool said = false;
  for (const Finding& finding : verification.findings.list())
    said = said || finding.subject.starts_with("NOT HARDWARE");
  EXPECT_TRUE(said);
}

TEST(VerifyReceipt, RejectsAPinnedPartyThatDidNotSign) {
  Pins pins = honest().pins();
  pins.parties.push_back(forger().parties().key("hospital-a").public_key());
  const Verification verification = verify(honest().make(), pins);
  EXPECT_EQ(verification.verdict, Verdict::rejected);
  EXPECT_EQ(verification.findings.first_failure()->check, "receipt.pin.party");
}

// Everything in it is the forger's own: parties by the same names, their signatures, root,
// evidence, releases. Nothing that an honest party trusts accepts it.
TEST(VerifyReceipt, AReceiptThatIsAllAForgersOwnIsNeverAccepted) {
  const std::string forged = forger().make();
  EXPECT_EQ(verify(forged, forger().pins()).verdict, Verdict::accepted) << "a good forgery";

  const Digest384 contract = honest().sealed().digest;
  std::vector<crypto::PublicKey> keys;
  for (const char* name : {"auditor", "hospital-a", "hospital-b", "lab"})
    keys.push_back(honest().parties().key(name).public_key());
  for (unsigned chosen = 0; chosen < 1U << (keys.size() + 2); ++chosen) {
    Pins pins;
    if ((chosen & 1U) != 0) pins.contract = contract;
    if ((chosen & 2U) != 0) pins.software_roots = {honest().root_digest()};
    for (size_t i = 0; i < keys.size(); ++i) {
      if ((chosen >> (i + 2) & 1U) != 0) pins.parties.push_back(keys[i]);
    }
    const Verification verification = verify(forged, pins);
    EXPECT_NE(verification.verdict, Verdict::accepted) << chosen;
    const bool pinned = pins.contract || !pins.parties.empty();
    EXPECT_EQ(verification.verdict, pinned ? Verdict::rejected : Verdict::unproven) << chosen;
  }
}

TEST(VerifyReceipt, AForgersEvidenceUnderTheHonestContractIsRejected) {
  const std::string forged = honest().make({}, forger().root(), honest().sealed());
  EXPECT_EQ(verify(forged, honest().pins()).verdict, Verdict::rejected);
  // Not even when the caller trusts the forger's root for something else: the contract names its
  // own.
  Pins pins = honest().pins();
  pins.software_roots = {forger().root_digest()};
  EXPECT_EQ(verify(forged, pins).verdict, Verdict::rejected);
}

// The contract accepts Nitro only; the chain ends at a root that merely stands where AWS's does.
TEST(VerifyReceipt, AForeignRootInThePlaceOfTheAwsRootIsRejected) {
  testkit::SampleContract parties;
  parties.edit("accept = [\"software\"]", "accept = [\"nitro\"]");
  parties.edit(
      "software_roots = "
      "[\"sha256:5555555555555555555555555555555555555555555555555555555555555555\"]\n",
      "");
  auto measured = parties.measured();
  measured.registers.emplace(TeeKind::nitro, measured.registers.at(TeeKind::software));
  const auto draft = contract::parse_toml("study.toml", parties.toml());
  ASSERT_TRUE(draft.ok()) << draft.error().to_string();
  const auto payload =
      contract::seal(*draft, parties.files(), measured, testkit::SampleContract::now());
  ASSERT_TRUE(payload.ok()) << payload.error().to_string();
  auto sealed = contract::parse_sealed("contract", text_of(*payload)).value();
  for (const char* party : {"auditor", "hospital-a", "hospital-b", "lab"}) {
    const auto text = contract::sign(sealed, party, parties.key(party));
    sealed = contract::parse_sealed("contract", *text).value();
  }

  const std::string nitro_id = "i-0123456789abcdef0-enc0123456789abcdef";
  for (const bool named_like_nitro : {false, true}) {
    Receipt receipt;
    receipt.contract = sealed.text;
    nsm::Document document = honest().root().document();
    document.pcrs[1] = measured.registers.at(TeeKind::nitro).pcr1;
    document.pcrs[16] = image::contract_register(sealed.digest);
    const std::string id = named_like_nitro ? nitro_id : document.module_id;
    const testkit::NsmForge root(testkit::nitro_like(testkit::NsmForge::at(), id), 4);
    document.module_id = id;
    document.certificate = root.chain().leaf();
    document.cabundle = root.chain().cabundle();
    testkit::FixedRandom random(5);
    const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random);
    Body body = honest().body();
    body.contract = sealed.digest;
    receipt.statement = sign_body(body, *key).value();
    document.user_data = copy_of(receipt_user_data(encode_body(body)));
    document.public_key = key->public_key().spki();
    receipt.evidence = root.sign(document);
    for (const bool trusted_as_software : {false, true}) {
      Pins pins;
      pins.contract = sealed.digest;
      if (trusted_as_software) pins.software_roots = {root.chain().root()};
      const Verification verification = verify(encode_receipt(receipt), pins);
      EXPECT_EQ(verification.verdict, Verdict::rejected) << id;
      EXPECT_FALSE(verification.body.has_value() && verification.findings.accepted());
    }
  }
}

struct Defect {
  const char* name;
  const char* check;  // the first that fails
  Bends bends;
};

std::vector<Defect> defects() {
  std::vector<Defect> out;
  const auto body = [&](const char* name, const char* check, std::function<void(Body&)> bend) {
    out.push_back({name, check, {.body = std::move(bend)}});
  };
  const auto document = [&](const char* name, const char* check,
                            std::function<void(nsm::Document&)> bend) {
    out.push_back({name, check, {.document = std::move(bend)}});
  };
  const auto release = [&](const char* name, std::function<void(contract::Release&)> bend) {
    out.push_back({name, "receipt.release", {.release = std::move(bend)}});
  };
  body("another contract", "receipt.body.contract", [](Body& b) { b.contract[0] ^= 1; });
  body("another instance", "receipt.body.instance", [](Body& b) { b.instance += "x"; });
  body("another register", "receipt.body.registers", [](Body& b) { b.registers[5][0] ^= 1; });
  body("a register less", "receipt.body.registers", [](Body& b) { b.registers.erase(5); });
  body("another tee key", "receipt.release", [](Body& b) { b.tee_key[0] ^= 1; });
  body("another input ciphertext", "receipt.release",
       [](Body& b) { (*b.inputs["cohort-b"].sha256)[0] ^= 1; });
  body("another input head", "receipt.release", [](Body& b) {
    decrypt_on_demand(b.inputs["cohort-b"]);
    (*b.inputs["cohort-b"].head_sha256)[31] ^= 1;
  });
  body("another length on demand", "receipt.release", [](Body& b) {
    decrypt_on_demand(b.inputs["cohort-b"]);
    --b.inputs["cohort-b"].bytes;
  });
  body("an input on demand whose ciphertext the contract fixes", "receipt.release",
       [](Body& b) { decrypt_on_demand(b.inputs["cohort-a"]); });
  body("an input's head in the place of its ciphertext", "receipt.release", [](Body& b) {
    decrypt_on_demand(b.inputs["cohort-b"]);
    b.inputs["cohort-b"].sha256 = std::exchange(b.inputs["cohort-b"].head_sha256, std::nullopt);
  });
  body("another input length", "receipt.release", [](Body& b) { ++b.inputs["cohort-b"].bytes; });
  body("an input less", "receipt.release", [](Body& b) { b.inputs.erase("cohort-b"); });
  body("an input more", "receipt.body.inputs",
       [](Body& b) { b.inputs["cohort-c"] = b.inputs["cohort-b"]; });
  body("inputs swapped between names", "receipt.release",
       [](Body& b) { std::swap(b.inputs["cohort-a"], b.inputs["cohort-b"]); });
  body("an output less", "receipt.body.outputs", [](Body& b) { b.outputs.erase("model"); });
  body("an output more", "receipt.body.outputs",
       [](Body& b) { b.outputs["extra"] = b.outputs["model"]; });
  body("a log that the contract does not have", "receipt.body.outputs",
       [](Body& b) { b.outputs["log"] = b.outputs["model"]; });
  body("a release that is none", "receipt.release",
       [](Body& b) { b.inputs["cohort-b"].release = "{}"; });
  body("a release by a forger's owner", "receipt.release",
       [](Body& b) { b.inputs["cohort-b"].release = forger().body().inputs["cohort-b"].release; });

  release("a release for another enclave", [](contract::Release& r) { r.tee_key[0] ^= 1; });
  release("a release under another contract", [](contract::Release& r) { r.contract[0] ^= 1; });
  release("a release beyond the budget", [](contract::Release& r) { r.budget_index = 4; });
  release("a release by one who does not own the input", [](contract::Release& r) {
    if (r.input == "cohort-b") r.owner = "hospital-a";
  });
  release("a release of another ciphertext",
          [](contract::Release& r) { r.ciphertext_sha256[0] ^= 1; });

  for (const unsigned index : {0U, 1U, 2U, 16U}) {
    document("another measurement", "appraise.measurements",
             [index](nsm::Document& d) { d.pcrs[index][0] ^= 1; });
  }
  document("no contract in register 16", "appraise.measurements",
           [](nsm::Document& d) { d.pcrs.erase(16); });
  document("a debug launch", "appraise.debug", [](nsm::Document& d) {
    for (const unsigned index : {0U, 1U, 2U}) d.pcrs[index].fill(0);
  });
  document("bound to another body", "appraise.user_data",
           [](nsm::Document& d) { (*d.user_data)[0] ^= 1; });
  document("bound to nothing", "appraise.user_data", [](nsm::Document& d) { d.user_data.reset(); });
  document("binding no key", "receipt.statement", [](nsm::Document& d) { d.public_key.reset(); });
  document("binding another key", "receipt.statement", [](nsm::Document& d) {
    d.public_key = forger().parties().key("lab").public_key().spki();
  });
  document("from a time outside its certificates", "nsm.chain.validity",
           [](nsm::Document& d) { d.timestamp += std::chrono::hours(24); });

  const auto receipt = [&](const char* name, const char* check,
                           std::function<void(Receipt&)> bend) {
    out.push_back({name, check, {.receipt = std::move(bend)}});
  };
  receipt("a signature less", "contract.signature", [](Receipt& r) {
    r.contract = honest().parties().signed_by({"hospital-a", "hospital-b", "lab"}).text;
  });
  receipt("a contract that is none", "receipt.contract", [](Receipt& r) { r.contract = "{}"; });
  receipt("evidence that is none", "receipt.evidence", [](Receipt& r) { r.evidence = {1, 2}; });
  receipt("another signer's statement", "receipt.statement", [](Receipt& r) {
    r.statement = sign_body(honest().body(), forger().parties().key("lab")).value();
  });
  receipt("another run's evidence", "receipt.statement",
          [](Receipt& r) { r.evidence = honest().root().sign(honest().root().document()); });
  return out;
}

TEST(VerifyReceipt, AcceptsAndNamesAnInputThatWasDecryptedOnDemand) {
  const Verification verification =
      verify(honest().make({.body = [](Body& b) { decrypt_on_demand(b.inputs["cohort-b"]); }}),
             honest().pins());
  EXPECT_EQ(verification.verdict, Verdict::accepted);
  ASSERT_TRUE(verification.body.has_value());
  EXPECT_FALSE(verification.body->inputs.at("cohort-b").sha256.has_value());
  size_t named = 0;
  for (const Finding& finding : verification.findings.list()) {
    if (finding.check != "receipt.release") continue;
    const bool on_demand = finding.observed.find("decrypted on demand") != std::string::npos;
    EXPECT_EQ(on_demand, finding.subject == "input cohort-b") << finding.observed;
    named += on_demand;
  }
  EXPECT_EQ(named, 1U);
}

TEST(VerifyReceipt, RejectsAnInputDecryptedOnDemandWhereTheContractSaysWhole) {
  for (const std::optional<image::Wasm>& wasm :
       {std::optional<image::Wasm>(), std::optional(image::Wasm{Digest256{0x77}, true})}) {
    const ReceiptForge whole(1, wasm);
    EXPECT_EQ(verify(whole.make(), whole.pins()).verdict, Verdict::accepted);
    const Verification verification =
        verify(whole.make({.body = [](Body& b) { decrypt_on_demand(b.inputs["cohort-b"]); }}),
               whole.pins());
    EXPECT_EQ(verification.verdict, Verdict::rejected);
    EXPECT_EQ(verification.findings.first_failure()->check, "receipt.release");
  }
}

TEST(VerifyReceipt, RejectsEachSingleDefect) {
  for (const Defect& defect : defects()) {
    const Verification verification = verify(honest().make(defect.bends), honest().pins());
    EXPECT_EQ(verification.verdict, Verdict::rejected) << defect.name;
    const Finding* failure = verification.findings.first_failure();
    ASSERT_NE(failure, nullptr) << defect.name;
    EXPECT_TRUE(failure->check.starts_with(defect.check))
        << defect.name << ": " << failure->check << ", " << failure->observed;
    EXPECT_FALSE(failure->advice.empty()) << defect.name << ": " << failure->check;
  }
}

TEST(VerifyReceipt, RejectsEachSingleDefectWithoutPinsToo) {
  for (const Defect& defect : defects()) {
    EXPECT_EQ(verify(honest().make(defect.bends), {}).verdict, Verdict::rejected) << defect.name;
  }
}

TEST(VerifyReceipt, AnotherContractsReceiptIsRejectedByThePin) {
  Pins pins;
  pins.contract = forger().sealed().digest;
  EXPECT_EQ(verify(honest().make(), pins).verdict, Verdict::rejected);
}

// A sample of positions, for the cost of the signatures: the first, the last, and every 37th
// between.
TEST(VerifyReceipt, NoChangedByteOfTheTextIsAccepted) {
  const std::string good = honest().make();
  size_t judged = 0;
  for (size_t at = 0; at < good.size(); at += at + 38 < good.size() ? size_t{37} : size_t{1}) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto verification = verify_receipt("receipt", changed, honest().pins());
    if (!verification.ok()) continue;
    ++judged;
    // Space for space and the like leaves the same receipt; anything else must be rejected.
    if (verification->verdict == Verdict::accepted) {
      const auto same = parse_receipt("receipt", changed);
      const auto original = parse_receipt("receipt", good);
      EXPECT_EQ(same->contract, original->contract) << at;
      EXPECT_EQ(same->statement, original->statement) << at;
      EXPECT_EQ(same->evidence, original->evidence) << at;
    }
  }
  EXPECT_GT(judged, 100U);
}

}  // namespace
}  // namespace anchorhold::receipt
