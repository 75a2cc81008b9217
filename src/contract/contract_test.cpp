#include "contract/contract.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "contract/binding.h"
#include "contract/deployment.h"
#include "contract/explain.h"
#include "contract/names.h"
#include "contract/policy.h"
#include "image/registers.h"
#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::SampleContract;

TEST(Contract, RequiresOwnersProvidersAndApprovers) {
  const auto sealed = SampleContract().fully_signed();
  EXPECT_EQ(required_signers(sealed.contract),
            (std::set<std::string>{"auditor", "hospital-a", "hospital-b", "lab"}));
  EXPECT_EQ(data_owners(sealed.contract), (std::vector<std::string>{"hospital-a", "hospital-b"}));
}

TEST(Names, RefusePathsControlsAndLength) {
  for (const std::string name : {"a", "model.json", "A-1_b.c"})
    EXPECT_TRUE(check_name("x", name).ok()) << name;
  for (const std::string& name :
       {std::string(""), std::string("."), std::string(".."), std::string("a..b"),
        std::string("/a"), std::string("a/b"), std::string("a\\b"), std::string("a\0b", 3),
        std::string("a\n"), std::string("-a"), std::string(".a"), std::string("a b"),
        std::string("\xc3\xa9"), std::string(65, 'a')}) {
    EXPECT_FALSE(check_name("x", name).ok()) << printable(name);
  }
  EXPECT_TRUE(check_name("x", std::string(64, 'a')).ok());
}

TEST(Names, FileNamesStayInTheirFolder) {
  EXPECT_TRUE(check_file_name("x", "schemas/model.json").ok());
  for (const char* name : {"", "/x", "../x", "a/../x", "a//x", "./x", "a/", "a\nb"}) {
    EXPECT_FALSE(check_file_name("x", name).ok()) << name;
  }
}

TEST(Policy, NamesEveryRegisterOfEachTee) {
  const auto sealed = SampleContract().fully_signed();
  const appraise::Policy policy = policy_of(sealed);
  ASSERT_EQ(policy.accept.size(), 1U);
  const auto& accepted = policy.accept.front();
  const auto& measurement = sealed.contract.measurements.at(TeeKind::software);
  EXPECT_EQ(accepted.tee, TeeKind::software);
  EXPECT_EQ(accepted.given_roots.size(), 1U);
  EXPECT_EQ(accepted.measurements.size(), 4U);
  EXPECT_EQ(accepted.measurements.at("pcr0"), appraise::AllowList{copy_of(measurement.pcr0)});
  EXPECT_EQ(accepted.measurements.at("pcr1"), appraise::AllowList{copy_of(measurement.pcr1)});
  EXPECT_EQ(accepted.measurements.at("pcr2"), appraise::AllowList{copy_of(measurement.pcr2)});
  EXPECT_EQ(accepted.measurements.at("pcr16"),
            appraise::AllowList{copy_of(image::contract_register(sealed.digest))});
  EXPECT_EQ(policy.max_age, std::chrono::minutes(5));
}

TEST(Deployment, TakesOnlyWhatTheContractAllows) {
  const auto contract = SampleContract().fully_signed().contract;
  const auto text = deployment_text(contract, {{"region", "eu-west"}});
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, R"({"region":"eu-west"})");
  EXPECT_EQ(parse_deployment(contract, *text)->at("region"), "eu-west");
  EXPECT_EQ(*deployment_text(contract, {}), "{}");
  EXPECT_EQ(deployment_text(contract, {{"debug", "1"}}).error().code, Code::denied);
  EXPECT_FALSE(deployment_text(contract, {{"region", "a\nb"}}).ok());
  for (const char* wrong : {"", "[]", R"({"debug":"1"})", R"({"region":1})", R"({ "region":"x"})",
                            R"({"region":"x","region":"y"})"}) {
    EXPECT_FALSE(parse_deployment(contract, wrong).ok()) << wrong;
  }
}

// The key is the example of RFC 7518 appendix C; the digest was computed outside this project.
TEST(Binding, IsTheDigestThatKbsClientsCompute) {
  const auto key = json::parse("key", R"({"kty":"EC","crv":"P-256","alg":"ECDH-ES+A256KW",
      "x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"})");
  EXPECT_EQ(to_hex(kbs_user_data("AAECAwQFBgcICQoLDA0ODw==", *key)),
            "68a631011ad6d2064b4ca4b773560b18d4867d095fecb3f9a1f8aee27104235abb43d68d0a55acfd3a9a5b"
            "08bfa03ca1");
}

TEST(Explain, BeginsWithNotHardwareWhenTheWeakestTeeIsSoftware) {
  const Explanation explanation = explain(SampleContract().fully_signed().contract);
  EXPECT_FALSE(explanation.hardware);
  EXPECT_EQ(to_text(explanation).find("NOT HARDWARE"), 0U);
  for (const PersonaView& view : explanation.personas) {
    for (const auto* statements : {&view.sees, &view.changes, &view.stops}) {
      EXPECT_FALSE(statements->empty()) << view.persona;
      for (const Statement& statement : *statements)
        EXPECT_NE(statement.enforcer, Enforcer::hardware) << statement.text;
    }
  }
}

TEST(Explain, GradesByTheWeakestTee) {
  Contract contract = SampleContract().fully_signed().contract;
  contract.tee.accept = {TeeKind::nitro, TeeKind::tdx};
  EXPECT_TRUE(explain(contract).hardware);
  EXPECT_EQ(to_text(explain(contract)).find("NOT HARDWARE"), std::string::npos);
  contract.tee.accept.insert(TeeKind::tpm);
  EXPECT_FALSE(explain(contract).hardware);
}

TEST(Explain, SaysWhatEachPersonaGets) {
  const std::string text = to_text(explain(SampleContract().fully_signed().contract));
  for (const char* part :
       {"data owner: hospital-a, hospital-b", "image and workload provider: lab", "deployer",
        "recipient:", "auditor and approver: auditor", "host and machine owner", "workload code",
        "the owner trusts this host", "10 or more in column n", "[promise]"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

// explained: with a module whose inputs are read so.
std::string explained(std::optional<bool> whole_inputs) {
  Contract contract = SampleContract().fully_signed().contract;
  if (whole_inputs) contract.workload.wasm = WasmCode{Digest256{0x77}, whole_inputs};
  return to_text(explain(contract));
}

TEST(Explain, SaysWhoLearnsWhatFromHowInputsAreRead) {
  const char* const seen = "which parts of each input the code reads";
  const char* const hidden = "inputs are decrypted before the start";
  const char* const by_head = "states length and head (age header and nonce)";
  const std::string on_demand = explained(false);
  EXPECT_NE(on_demand.find(seen), std::string::npos) << on_demand;
  EXPECT_NE(on_demand.find(by_head), std::string::npos) << on_demand;
  EXPECT_EQ(on_demand.find(by_head), on_demand.rfind(by_head)) << "the other input is fixed";
  EXPECT_EQ(on_demand.find(hidden), std::string::npos);
  const std::string whole = explained(true);
  EXPECT_NE(whole.find(hidden), std::string::npos) << whole;
  for (const std::string& text : {whole, explained(std::nullopt)}) {
    EXPECT_NE(text.find("release states the digest"), std::string::npos) << text;
    EXPECT_EQ(text.find(seen), std::string::npos) << text;
    EXPECT_EQ(text.find(by_head), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace anchorhold::contract
