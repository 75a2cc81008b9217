#include "contract/seal.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "contract/check.h"
#include "contract/parse.h"
#include "crypto/hash.h"
#include "image/registers.h"
#include "testkit/attack.h"
#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::FixedRandom;
using testkit::SampleContract;

uint64_t draw(FixedRandom& random, uint64_t below) {
  ByteArray<8> bytes;
  EXPECT_TRUE(random.fill(bytes).ok());
  uint64_t value = 0;
  for (const uint8_t byte : bytes) value = value << 8 | byte;
  return value % below;
}

template <class T>
void shuffle(std::vector<T>& items, FixedRandom& random) {
  for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[draw(random, i)]);
}

struct Table {
  std::string header;  // empty for the members before the first table
  std::vector<std::string> lines;
};

std::vector<Table> tables_of(const std::string& toml) {
  std::vector<Table> tables(1);
  for (size_t begin = 0; begin < toml.size();) {
    const size_t end = std::min(toml.find('\n', begin), toml.size());
    const std::string line = toml.substr(begin, end - begin);
    if (line.starts_with("[")) {
      tables.push_back({line, {}});
    } else if (!line.empty()) {
      tables.back().lines.push_back(line);
    }
    begin = end + 1;
  }
  return tables;
}

std::string spaced(const std::string& line, FixedRandom& random) {
  static const std::string kSpaces[] = {"", " ", "\t", "   "};
  std::string out = kSpaces[draw(random, 4)] + line + kSpaces[draw(random, 4)];
  if (draw(random, 3) == 0) out += "# a remark";
  if (draw(random, 3) == 0) out += "\n";
  return out + (draw(random, 2) == 0 ? "\r\n" : "\n");
}

// The same contract in another order and spacing.
std::string rewritten(const std::string& toml, FixedRandom& random) {
  std::vector<Table> tables = tables_of(toml);
  Table head = tables.front();
  tables.erase(tables.begin());
  shuffle(tables, random);
  tables.insert(tables.begin(), head);
  std::string out;
  for (Table& table : tables) {
    shuffle(table.lines, random);
    if (!table.header.empty()) out += spaced(table.header, random);
    for (const std::string& line : table.lines) out += spaced(line, random);
  }
  return out;
}

TEST(Seal, DigestDoesNotDependOnOrderOrSpacing) {
  const SampleContract sample;
  const Bytes expected = sample.payload();
  FixedRandom random(7);
  for (int round = 0; round < 200; ++round) {
    const std::string toml = rewritten(sample.toml(), random);
    const auto draft = parse_toml("study.toml", toml);
    ASSERT_TRUE(draft.ok()) << draft.error().to_string() << toml;
    const auto payload = seal(*draft, sample.files(), sample.measured(), SampleContract::now());
    ASSERT_TRUE(payload.ok()) << payload.error().to_string() << toml;
    ASSERT_EQ(*payload, expected) << toml;
  }
}

TEST(Seal, OrderWithinSetsDoesNotMatter) {
  SampleContract a;
  const Bytes before = a.payload();
  a.edit("[\"hospital-a\", \"hospital-b\"]", "[\"hospital-b\", \"hospital-a\"]");
  a.edit("[1024, 4096]", "[4096, 1024]");
  a.edit("[\"region\", \"log_recipient\"]", "[\"log_recipient\", \"region\"]");
  a.edit("max_age = \"5m\"", "max_age = \"300s\"");
  EXPECT_EQ(a.payload(), before);
}

TEST(Seal, OrderOfArgumentsMatters) {
  SampleContract a;
  const Bytes before = a.payload();
  a.edit("[\"--l2\", \"0.1\"]", "[\"0.1\", \"--l2\"]");
  EXPECT_NE(a.payload(), before);
}

TEST(Seal, EmbedsMeasurementsAgentAndSchema) {
  const SampleContract sample;
  const auto contract = parse_contract(sample.payload());
  ASSERT_TRUE(contract.ok()) << contract.error().to_string();
  EXPECT_EQ(contract->workload.image, sample.measured().image);
  EXPECT_EQ(contract->agents, std::set<Digest384>{sample.measured().agent});
  EXPECT_EQ(contract->measurements, sample.measured().registers);
  EXPECT_NE(contract->outputs.at("model").schema->find("required"), nullptr);
}

Result<Bytes> seal_sample(const SampleContract& sample, const Measured& measured,
                          Time now = SampleContract::now()) {
  const auto draft = parse_toml("study.toml", sample.toml());
  return seal(*draft, sample.files(), measured, now);
}

TEST(Seal, RefusesAnotherImageThanTheOneNamed) {
  SampleContract sample;
  sample.edit("provider = \"lab\"",
              "provider = \"lab\"\nimage = \"sha256:" + std::string(64, '8') + "\"");
  const auto sealed = seal_sample(sample, sample.measured());
  ASSERT_FALSE(sealed.ok());
  EXPECT_EQ(sealed.error().code, Code::denied);
  EXPECT_NE(sealed.error().object.find("workloads.fit.image"), std::string::npos);
}

TEST(Seal, RefusesAnImageWithOtherNames) {
  const SampleContract sample;
  Measured measured = sample.measured();
  measured.manifest.inputs = {"cohort-a"};
  EXPECT_NE(seal_sample(sample, measured).error().object.find("inputs"), std::string::npos);
  measured = sample.measured();
  measured.manifest.args_from_contract = false;
  EXPECT_NE(seal_sample(sample, measured).error().object.find("args"), std::string::npos);
  measured = sample.measured();
  measured.manifest.insecure_debug = true;
  EXPECT_FALSE(seal_sample(sample, measured).ok());
}

TEST(Seal, EmbedsTheWasmModuleOrHoldsItAgainstThePin) {
  SampleContract sample;
  Measured measured = sample.measured();
  measured.manifest.wasm = image::Wasm{Digest256{0x77}, false};
  const auto sealed = seal_sample(sample, measured);
  ASSERT_TRUE(sealed.ok()) << sealed.error().to_string();
  const auto contract = parse_contract(*sealed);
  ASSERT_TRUE(contract.ok()) << contract.error().to_string();
  EXPECT_EQ(contract->workload.wasm, (WasmCode{Digest256{0x77}, false}));
  EXPECT_FALSE(check_fits(*contract, sample.measured().manifest).ok());

  sample.edit("[budget]",
              "[workloads.fit.wasm]\nmodule = \"sha256:77" + std::string(62, '0') + "\"\n[budget]");
  EXPECT_EQ(*seal_sample(sample, measured), *sealed);
  measured.manifest.wasm->module[31] = 1;
  const auto other = seal_sample(sample, measured);
  ASSERT_FALSE(other.ok());
  EXPECT_NE(other.error().object.find("workloads.fit.wasm.module"), std::string::npos);
  EXPECT_FALSE(seal_sample(sample, sample.measured()).ok()) << "an image without a module";
}

TEST(Seal, TakesFromTheImageHowInputsAreReadUnlessTheDraftSays) {
  const std::string pin =
      "[workloads.fit.wasm]\nmodule = \"sha256:77" + std::string(62, '0') + "\"\n";
  for (const bool built_whole : {false, true}) {
    SampleContract sample;
    Measured measured = sample.measured();
    measured.manifest.wasm = image::Wasm{Digest256{0x77}, built_whole};
    sample.edit("[budget]", pin + "[budget]");
    const auto sealed = seal_sample(sample, measured);
    ASSERT_TRUE(sealed.ok()) << sealed.error().to_string();
    EXPECT_EQ(parse_contract(*sealed)->workload.wasm->whole_inputs, built_whole);
    EXPECT_EQ(parse_contract(*sealed)->workload.inputs_on_demand(), !built_whole);

    sample.edit(pin, pin + "whole_inputs = true\n");
    const auto pinned = seal_sample(sample, measured);
    EXPECT_EQ(pinned.ok(), built_whole);
    if (pinned.ok()) continue;
    EXPECT_NE(pinned.error().object.find("workloads.fit.wasm.whole_inputs"), std::string::npos);
    EXPECT_NE(pinned.error().hint.find("with --whole-inputs"), std::string::npos);
  }
}

TEST(Seal, RefusesATeeItCannotMeasure) {
  SampleContract sample;
  sample.edit("accept = [\"software\"]", "accept = [\"software\", \"nitro\"]");
  EXPECT_EQ(seal_sample(sample, sample.measured()).error().code, Code::unsupported);
}

TEST(Seal, RefusesAnExpiredContractWithItsPlace) {
  const SampleContract sample;
  const auto sealed =
      seal_sample(sample, sample.measured(), *parse_time("t", "2027-06-30T00:00:00Z"));
  ASSERT_FALSE(sealed.ok());
  EXPECT_EQ(sealed.error().object, "study.toml:5:1: not_after");
}

TEST(Seal, DemandsTheImageSignersRegister) {
  SampleContract sample;
  sample.edit("provider = \"lab\"", "provider = \"lab\"\nimage_signer = \"lab\"");
  EXPECT_EQ(seal_sample(sample, sample.measured()).error().code, Code::denied);
  Measured measured = sample.measured();
  auto& registers = measured.registers.at(TeeKind::software);
  registers.pcr8 =
      image::extend(Digest384{}, crypto::sha384(sample.key("lab").public_key().spki()));
  EXPECT_TRUE(seal_sample(sample, measured).ok());
  registers.pcr8 =
      image::extend(Digest384{}, crypto::sha384(sample.key("auditor").public_key().spki()));
  EXPECT_FALSE(seal_sample(sample, measured).ok());
}

TEST(CheckMeasured, AcceptsTheSameAndNamesWhatDiffers) {
  const SampleContract sample;
  const auto contract = parse_contract(sample.payload());
  EXPECT_TRUE(check_measured(*contract, sample.measured()).accepted());

  Measured other_agent = sample.measured();
  other_agent.agent.fill(0x99);
  EXPECT_EQ(check_measured(*contract, other_agent).first_failure()->check, "contract.agent");

  Measured other_image = sample.measured();
  other_image.image.back() = '8';
  EXPECT_EQ(check_measured(*contract, other_image).first_failure()->check, "contract.image");

  Measured other_register = sample.measured();
  other_register.registers.at(TeeKind::software).pcr2.fill(1);
  const Findings findings = check_measured(*contract, other_register);
  EXPECT_EQ(findings.first_failure()->subject, "measurements.software.pcr2");

  Measured nothing = sample.measured();
  nothing.registers.clear();
  EXPECT_FALSE(check_measured(*contract, nothing).accepted());
}

TEST(Sign, RefusesAKeyThatTheContractDoesNotName) {
  const SampleContract sample;
  const auto sealed = sample.signed_by({});
  EXPECT_EQ(sign(sealed, "lab", sample.key("auditor")).error().code, Code::denied);
  EXPECT_EQ(sign(sealed, "nobody", sample.key("auditor")).error().code, Code::denied);
  EXPECT_EQ(sign(sample.signed_by({"lab"}), "lab", sample.key("lab")).error().code, Code::conflict);
}

TEST(Sealed, EverySubsetOfSignersIsAcceptedOnlyWhenComplete) {
  const SampleContract sample;
  const std::vector<std::string> all = {"auditor", "hospital-a", "hospital-b", "lab"};
  for (unsigned subset = 0; subset < 16; ++subset) {
    std::vector<std::string> signers;
    for (unsigned i = 0; i < 4; ++i) {
      if ((subset >> i & 1U) != 0) signers.push_back(all[i]);
    }
    const SealedContract sealed = sample.signed_by(signers);
    EXPECT_EQ(sealed.signers, std::set<std::string>(signers.begin(), signers.end()));
    EXPECT_EQ(check(sealed, SampleContract::now()).accepted(), subset == 15) << subset;
  }
}

TEST(Sealed, NoFlippedBitPasses) {
  const SampleContract sample;
  const SealedContract sealed = sample.fully_signed();
  testkit::for_each_bit_flip(bytes_of(sealed.text), [&](ByteView mutant, size_t bit) {
    if (bit % 8 != bit / 8 % 8) return;  // one bit of each byte, a different one each time
    const auto read = parse_sealed("contract", text_of(mutant));
    if (!read) return;
    EXPECT_EQ(read->digest, sealed.digest) << bit;
    EXPECT_EQ(read->signers, sealed.signers) << bit;
  });
}

TEST(Parse, TakesOnlyTheCanonicalForm) {
  const Bytes payload = SampleContract().payload();
  const auto value = json::parse("x", text_of(payload));
  EXPECT_TRUE(parse_contract(payload).ok());
  EXPECT_FALSE(parse_contract(bytes_of(json::pretty(*value))).ok());
  EXPECT_FALSE(parse_contract(bytes_of(string_of(payload) + "\n")).ok());

  json::Value with_default_left_out = *value;
  with_default_left_out.as_object().erase("deployment");
  json::Value unsorted = *value;
  unsorted.set("deployment",
               json::Value::object({{"allow", json::Value::array({"region", "log_recipient"})}}));
  json::Value unknown = *value;
  unknown.set("zzz", 1);
  for (const json::Value& wrong : {with_default_left_out, unsorted, unknown}) {
    EXPECT_FALSE(parse_contract(bytes_of(json::canonical(wrong))).ok());
  }
}

TEST(Parse, ASealedModuleSaysHowInputsAreRead) {
  SampleContract sample;
  Measured measured = sample.measured();
  measured.manifest.wasm = image::Wasm{Digest256{0x77}, true};
  std::string text = string_of(*seal_sample(sample, measured));
  const std::string member = R"(,"whole_inputs":true)";
  ASSERT_NE(text.find(member), std::string::npos);
  text.erase(text.find(member), member.size());
  const auto read = parse_contract(bytes_of(text));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().object, "contract.workloads.fit.wasm.whole_inputs");
}

TEST(Parse, MeasurementsMustFitAgentsAndTees) {
  const Bytes payload = SampleContract().payload();
  const auto value = json::parse("x", text_of(payload));
  json::Value other_agent = *value;
  other_agent.set("agents", json::Value::array({std::string(96, 'a')}));
  json::Value no_measurements = *value;
  no_measurements.set("measurements", json::Value::object());
  json::Value no_agents = *value;
  no_agents.set("agents", json::Value::array());
  for (const json::Value& wrong : {other_agent, no_measurements, no_agents}) {
    EXPECT_FALSE(parse_contract(bytes_of(json::canonical(wrong))).ok());
  }
}

TEST(Parse, EveryTruncationIsRefused) {
  testkit::for_each_truncation(SampleContract().payload(),
                               [](ByteView prefix) { EXPECT_FALSE(parse_contract(prefix).ok()); });
}

TEST(Check, JudgesTimeByTheClockGiven) {
  const SealedContract sealed = SampleContract().fully_signed();
  EXPECT_TRUE(check(sealed, *parse_time("t", "2026-01-01T00:00:00Z")).accepted());
  EXPECT_TRUE(check(sealed, *parse_time("t", "2027-06-29T23:59:59Z")).accepted());
  EXPECT_EQ(check(sealed, *parse_time("t", "2025-12-31T23:59:59Z")).first_failure()->check,
            "contract.not_before");
  EXPECT_EQ(check(sealed, *parse_time("t", "2027-06-30T00:00:00Z")).first_failure()->check,
            "contract.not_after");
}

}  // namespace
}  // namespace anchorhold::contract
