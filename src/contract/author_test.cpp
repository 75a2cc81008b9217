#include "contract/author.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::SampleContract;

Result<Contract> read(const SampleContract& sample) {
  auto draft = parse_toml("study.toml", sample.toml());
  if (!draft) return draft.take_error();
  return resolve(*draft, sample.files());
}

// One edit of the sample that must be refused, and what the refusal must say.
struct Refusal {
  const char* what;
  const char* from;
  const char* to;
  const char* object;   // begins with this, after "study.toml:"
  const char* message;  // contained
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithPlaceAndReason) {
  SampleContract sample;
  sample.edit(GetParam().from, GetParam().to);
  const auto contract = read(sample);
  ASSERT_FALSE(contract.ok());
  const std::string text = contract.error().to_string();
  EXPECT_EQ(contract.error().object.find("study.toml:"), 0U) << text;
  EXPECT_TRUE(std::isdigit(static_cast<unsigned char>(contract.error().object[11]))) << text;
  EXPECT_NE(text.find(GetParam().object), std::string::npos) << text;
  EXPECT_NE(text.find(GetParam().message), std::string::npos) << text;
}

constexpr Refusal kRefusals[] = {
    {"UnknownKeyAtTop", "name = \"two", "nmae = 1\nname = \"two", "nmae", "nmae"},
    {"UnknownKeyInside", "runs = 3", "runs = 3\nrnus = 4", "budget.rnus", "rnus"},
    {"UnknownTable", "[budget]", "[extra]\nx = 1\n[budget]", "extra", "extra"},
    {"DuplicateKey", "runs = 3", "runs = 3\nruns = 4", "study.toml", "runs"},
    {"DuplicateParty", "[workloads.fit]", "[parties.lab]\n[workloads.fit]", "study.toml", "lab"},
    {"DuplicateRecipient", "[\"hospital-a\", \"hospital-b\"]", "[\"hospital-a\", \"hospital-a\"]",
     "outputs.model.recipients", "twice"},
    {"UnknownOwner", "owner = \"hospital-b\"", "owner = \"hospital-c\"", "inputs.cohort-b.owner",
     "does not have"},
    {"OwnerWithoutRole", "owner = \"hospital-b\"", "owner = \"lab\"", "inputs.cohort-b.owner",
     "role"},
    {"UnknownRecipient", "[\"hospital-a\", \"hospital-b\"]", "[\"nobody\"]",
     "outputs.model.recipients", "does not have"},
    {"RecipientWithoutRole", "[\"hospital-a\", \"hospital-b\"]", "[\"lab\"]",
     "outputs.model.recipients", "role"},
    {"NoRecipients", "[\"hospital-a\", \"hospital-b\"]", "[]", "outputs.model.recipients",
     "nobody"},
    {"UnknownProvider", "provider = \"lab\"", "provider = \"bal\"", "workloads.fit.provider",
     "does not have"},
    {"UnknownApprover", "by = [\"auditor\"]", "by = [\"nobody\"]", "outputs.tables.approve.by",
     "does not have"},
    {"QuorumTooLarge", "by = [\"auditor\"], at_least = 1", "by = [\"auditor\"], at_least = 2",
     "outputs.tables.approve.at_least", "nobody can reach"},
    {"QuorumOfNone", "by = [\"auditor\"], at_least = 1", "by = [\"auditor\"], at_least = 0",
     "outputs.tables.approve.at_least", "out of range"},
    {"AmendTooMany", "at_least = 4", "at_least = 5", "amend.at_least", "nobody can reach"},
    {"AmendTooFew", "at_least = 4", "at_least = 3", "amend.at_least", "fewer"},
    {"ApproverIsRecipient", "by = [\"auditor\"]", "by = [\"auditor\", \"hospital-a\"]",
     "outputs.tables.approve.by", "both approver and recipient"},
    {"ParentDirectoryInName", "[inputs.cohort-b]", "[inputs.\"..\"]", "inputs", "not a valid name"},
    {"SlashInName", "[inputs.cohort-b]", "[inputs.\"a/b\"]", "inputs.a/b", "not a valid name"},
    {"NulInName", "[inputs.cohort-b]", "[inputs.\"a\\u0000b\"]", "inputs", "not a valid name"},
    {"ControlInName", "[outputs.model]", "[outputs.\"mo\\u001bdel\"]", "outputs",
     "not a valid name"},
    {"HiddenName", "[outputs.model]", "[outputs.\".model\"]", "outputs", "not a valid name"},
    {"EmptyName", "[outputs.model]", "[outputs.\"\"]", "outputs", "not a valid name"},
    {"OverlongName", "[outputs.model]",
     "[outputs.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]",
     "outputs", "longer than 64"},
    {"NameOfAShare", "[outputs.model]", "[outputs.\"tables.share.auditor\"]",
     "outputs.tables.share.auditor", "one name"},
    {"NameOfTheReport", "[outputs.model]", "[outputs.report]", "outputs.report", "one name"},
    {"NameOfAPreview", "[outputs.model]", "[outputs.\"tables.preview\"]", "outputs.tables.preview",
     "one name"},
    {"NameOfTheLog", "[outputs.model]",
     "[log]\nrecipients = [\"hospital-a\"]\nmax_bytes = 10\n[outputs.log]", "outputs.log",
     "one name"},
    {"ControlInPurpose", "purpose = \"log", "purpose = \"\\u001b[2Jlog", "purpose", "control"},
    {"SoftwareWithoutRoots",
     "software_roots = "
     "[\"sha256:5555555555555555555555555555555555555555555555555555555555555555\"]",
     "", "tee.software_roots", "missing"},
    {"RootsWithoutSoftware", "accept = [\"software\"]", "accept = [\"nitro\"]",
     "tee.software_roots", "no accepted TEE"},
    {"NoTee", "accept = [\"software\"]", "accept = []", "tee.accept", "no TEE"},
    {"UnknownTee", "accept = [\"software\"]", "accept = [\"softwear\"]", "tee.accept", "softwear"},
    {"BadAge", "max_age = \"5m\"", "max_age = \"5 minutes\"", "tee.max_age", "duration"},
    {"TimesReversed", "not_before = 2026-01-01", "not_before = 2028-01-01", "not_after", "later"},
    {"LocalTime", "not_after = 2027-06-30T00:00:00Z", "not_after = 2027-06-30T00:00:00",
     "5:", "offset"},
    {"TwoWorkloads", "[deployment]", "[workloads.two]\nprovider = \"lab\"\n[deployment]",
     "workloads", "too many"},
    {"SchemaFileOutside", "model.schema.json", "../model.schema.json", "outputs.model.schema",
     "file name"},
    {"SchemaFileAbsolute", "model.schema.json", "/etc/passwd", "outputs.model.schema", "absolute"},
    {"SchemaOfCsv", "format = \"csv\"", "format = \"csv\"\nschema = \"model.schema.json\"",
     "outputs.tables.schema", "json"},
    {"CsvWithoutColumns", "format = \"json\"\nschema = \"model.schema.json\"", "format = \"csv\"",
     "outputs.model.columns", "csv"},
    {"GroupColumnMissing", "column = \"n\"", "column = \"m\"",
     "outputs.tables.min_group_size.column", "integer column"},
    {"GroupColumnNotInteger", "column = \"n\"", "column = \"group\"",
     "outputs.tables.min_group_size.column", "integer column"},
    {"BucketBeyondMax", "[1024, 4096]", "[1024, 65536]", "outputs.model.buckets", "smaller"},
    {"NegativeSize", "max_bytes = 65536", "max_bytes = -1", "outputs.model.max_bytes",
     "out of range"},
    {"FloatSize", "max_bytes = 65536", "max_bytes = 65536.0", "", "kind"},
    {"NoRuns", "runs = 3", "runs = 0", "budget.runs", "out of range"},
    {"BadLineage", "00112233445566778899aabbccddeeff", "0011", "lineage", "length"},
    {"UnknownRole", "\"auditor\"]", "\"auditer\"]", "parties.auditor.roles", "no such role"},
    {"BadKey", "signing_key = \"ed25519:", "signing_key = \"ed25519:A",
     "parties.auditor.signing_key", ""},
    {"BadRecipient", "recipient = \"age1", "recipient = \"age1!", "parties.auditor.recipient",
     "age recipient"},
    {"BadUrl", "roles = [\"auditor\"]", "roles = [\"auditor\"]\nbroker = \"ftp://x\"",
     "parties.auditor.broker", "URL"},
    {"SealedMemberInToml", "[budget]", "[measurements.software]\npcr0 = \"00\"\n[budget]",
     "measurements", "measurements"},
};

INSTANTIATE_TEST_SUITE_P(Author, Refused, testing::ValuesIn(kRefusals),
                         [](const auto& test) { return std::string(test.param.what); });

TEST(Author, ReadsTheSample) {
  const auto contract = read(SampleContract());
  ASSERT_TRUE(contract.ok()) << contract.error().to_string();
  EXPECT_EQ(contract->parties.size(), 4U);
  EXPECT_EQ(contract->tee.max_age, std::chrono::minutes(5));
  EXPECT_EQ(contract->budget_runs, 3);
  EXPECT_TRUE(contract->outputs.at("model").schema.has_value());
}

TEST(Author, NamesLineAndColumnOfTheOffendingKey) {
  SampleContract sample;
  sample.edit("runs = 3", "runs = 0");
  const std::string& toml = sample.toml();
  const auto line =
      std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(toml.find("runs = 0")),
                 '\n') +
      1;
  const auto contract = read(sample);
  ASSERT_FALSE(contract.ok());
  EXPECT_EQ(contract.error().object, "study.toml:" + std::to_string(line) + ":1: budget.runs");
}

TEST(Author, OneKeyUnderTwoNamesIsRefused) {
  SampleContract sample;
  sample.edit(sample.key("lab").public_key().to_text(),
              sample.key("hospital-a").public_key().to_text());
  const auto contract = read(sample);
  ASSERT_FALSE(contract.ok());
  EXPECT_NE(contract.error().message.find("the same key"), std::string::npos)
      << contract.error().to_string();
}

TEST(Author, ApproverMayBeRecipientWhenTheContractSaysSo) {
  SampleContract sample;
  sample.edit("by = [\"auditor\"], at_least = 1",
              "by = [\"auditor\", \"hospital-a\"], at_least = 2, approver_may_receive = true");
  EXPECT_TRUE(read(sample).ok());
}

TEST(Author, EmbedsPartyFiles) {
  SampleContract sample;
  const std::string keys = "signing_key = \"" + sample.key("lab").public_key().to_text() +
                           "\"\nrecipient = \"" + sample.identity("lab").recipient().to_string() +
                           "\"\n";
  const std::string file = R"({"format":"anchorhold party v1","name":"lab","signing_key":")" +
                           sample.key("lab").public_key().to_text() + R"(","recipient":")" +
                           sample.identity("lab").recipient().to_string() + "\"}";
  const Bytes before = sample.payload();
  sample.edit(keys, "file = \"lab.party.json\"\n");
  auto draft = parse_toml("study.toml", sample.toml());
  ASSERT_TRUE(draft.ok());
  EXPECT_TRUE(draft->files.contains("lab.party.json"));
  Files files = sample.files();
  EXPECT_EQ(resolve(*draft, files).error().code, Code::not_found);
  files["lab.party.json"] = copy_of(bytes_of(file));
  const auto sealed = seal(*draft, files, sample.measured(), SampleContract::now());
  ASSERT_TRUE(sealed.ok()) << sealed.error().to_string();
  EXPECT_EQ(*sealed, before);
}

TEST(Author, DeepNestingIsRefusedWithoutHarm) {
  std::string dots = "a";
  for (int i = 0; i < 100000; ++i) dots += ".a";
  EXPECT_FALSE(parse_toml("x", dots + " = 1").ok());
  EXPECT_FALSE(parse_toml("x", "a = " + std::string(1000, '[') + std::string(1000, ']')).ok());
  std::string under_the_limit = "a";
  for (int i = 0; i < 200; ++i) under_the_limit += ".a";
  EXPECT_FALSE(parse_toml("x", under_the_limit + " = 1").ok());
}

TEST(Author, TakesAnyLetterInTextsAndRemarks) {
  SampleContract sample;
  sample.edit("purpose = \"log", "purpose = \"\u00dcberleben \\\"\u00e4\\\" # . log");
  sample.edit("runs = 3", "runs = 3 # f\u00fcr jede \"Klinik\xe2\x80\x9c '");
  const auto contract = read(sample);
  ASSERT_TRUE(contract.ok()) << contract.error().to_string();
  EXPECT_EQ(contract->purpose.find("\u00dcberleben \"\u00e4\" # . log"), 0U);
}

TEST(Author, TakesTimesFarAwayAndWithOffsets) {
  SampleContract sample;
  sample.edit("not_after = 2027-06-30T00:00:00Z", "not_after = 9998-06-30T01:30:00.25+01:30");
  const auto contract = read(sample);
  ASSERT_TRUE(contract.ok()) << contract.error().to_string();
  EXPECT_EQ(format_time(contract->not_after), "9998-06-30T00:00:00.250Z");
}

TEST(Author, DamagedHeadersAreRefusedWithoutHarm) {
  for (const char* text :
       {"[&", "[[[a]]]", "[[=", "[", "[[", "[a.", "[a.[", "=", "a = [[", ".a = 1", "\xc3\xa9 = 1",
        "a\xc2\xa0= 1", "[\xe1\x9a\x81", "a = \"\"\"x\n\"\"\""}) {
    EXPECT_EQ(parse_toml("x", text).error().code, Code::malformed) << text;
  }
}

TEST(Author, EveryTruncationIsReadOrRefused) {
  const SampleContract sample;
  size_t read_whole = 0;
  testkit::for_each_truncation(bytes_of(sample.toml()), [&](ByteView prefix) {
    auto draft = parse_toml("study.toml", text_of(prefix));
    if (draft && resolve(*draft, sample.files())) ++read_whole;
  });
  // Only the optional [amend] table at the end may be missing, in part or whole.
  EXPECT_LE(read_whole, 12U);
}

}  // namespace
}  // namespace anchorhold::contract
