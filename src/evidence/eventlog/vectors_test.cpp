// Real logs, and what must be made of each.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/eventlog/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::eventlog {
namespace {

namespace fs = std::filesystem;

std::string text_at(const json::Value& value, std::string_view key) {
  const json::Value* found = value.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

// The RTMRs as they lie in a quote of version 4.
Registers rtmrs_of(ByteView quote) {
  constexpr size_t offset = 376;
  constexpr size_t size = 48;
  Registers out;
  for (size_t i = 0; i < 4; ++i)
    out.emplace("rtmr" + std::to_string(i), copy_of(quote.subspan(offset + i * size, size)));
  return out;
}

Registers registers_in(const json::Value& claims) {
  Registers out;
  for (const auto& [name, value] : claims.as_object()) {
    if (parse_register_name(name)) out.emplace(name, from_hex(name, value.as_string()).value());
  }
  return out;
}

struct Case {
  fs::path folder;
  json::Value test;
  Bytes log;
  std::optional<Registers> quoted;  // what the machine's quote says

  bool is_log_only() const { return text_at(test, "kind") == "event-log"; }
};

std::vector<Case> cases_with_logs(const fs::path& vectors) {
  std::vector<Case> out;
  for (const auto& entry : fs::recursive_directory_iterator(vectors)) {
    if (entry.path().filename() != "case.json") continue;
    Case found{.folder = entry.path().parent_path(),
               .test = json::parse("case.json", testkit::read_text(entry.path())).value(),
               .log = {},
               .quoted = {}};
    const json::Value& inputs = *found.test.find("inputs");
    const std::string log = text_at(inputs, "event_log");
    if (log.empty()) continue;
    found.log = testkit::read_bytes(found.folder / log);
    const std::string quote = text_at(inputs, "evidence");
    if (!quote.empty()) {
      found.quoted = rtmrs_of(testkit::read_bytes(found.folder / quote));
    } else if (!found.is_log_only()) {
      found.quoted = registers_in(*found.test.find("claims"));
    }
    out.push_back(std::move(found));
  }
  return out;
}

std::string failure_of(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "accepted"
                            : failure->check + ": " + failure->subject + ": " + failure->observed;
}

// Registers, counts and the locality: exactly the registers that the case names, if it is a log.
void expect_claims(const Case& test, const Claims& claims) {
  const json::Value& expected = *test.test.find("claims");
  for (const auto& [name, value] : expected.as_object()) {
    const auto found = claims.vendor.find(name);
    if (value.is_integer()) {
      ASSERT_NE(found, claims.vendor.end()) << name;
      EXPECT_EQ(std::get<uint64_t>(found->second), static_cast<uint64_t>(value.as_integer()))
          << name;
    } else {
      ASSERT_NE(found, claims.vendor.end()) << name;
      EXPECT_EQ(to_hex(std::get<Bytes>(found->second)), value.as_string()) << name;
    }
  }
  size_t registers = 0;
  for (const auto& [name, value] : claims.vendor) registers += parse_register_name(name) ? 1U : 0U;
  EXPECT_EQ(registers, registers_in(expected).size());
}

std::vector<Case> load_cases() {
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  return folder ? cases_with_logs(*folder) : std::vector<Case>();
}

class EventLogVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT)) GTEST_SKIP() << testkit::kNoVectors;
    ASSERT_GT(cases().size(), 0U);
  }
  static const std::vector<Case>& cases() {
    static const std::vector<Case> loaded = load_cases();
    return loaded;
  }
};

TEST_F(EventLogVectors, EachRealLogComesOutAsItsCaseSays) {
  for (const Case& test : cases()) {
    SCOPED_TRACE(test.folder.string());
    const bool authentic = test.test.find("expect")->find("authentic")->as_bool();
    const Verification result = verify_event_log(test.log, test.quoted ? &*test.quoted : nullptr);
    EXPECT_EQ(result.claims.has_value(), authentic) << failure_of(result);
    ASSERT_TRUE(result.said);
    if (test.is_log_only()) expect_claims(test, result.said->claimed());
    if (authentic) continue;
    EXPECT_EQ(result.findings.first_failure()->stage, Stage::event_log) << failure_of(result);
  }
}

// A real machine's registers: those quoted, or of a mere log those that its case names.
Registers real_registers(const Case& test) {
  return test.quoted ? *test.quoted : registers_in(*test.test.find("claims"));
}

std::vector<Bytes> altered(const Bytes& log) {
  std::vector<Bytes> out;
  for (const size_t part : {3U, 5U, 11U}) {
    Bytes flipped = log;
    flipped.at(log.size() / part) ^= 0x10;
    out.push_back(std::move(flipped));
    out.emplace_back(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(log.size() / part));
  }
  return out;
}

TEST_F(EventLogVectors, AlteredRealLogsAreRefusedOrTellTheSame) {
  for (const Case& test : cases()) {
    if (!test.test.find("expect")->find("authentic")->as_bool()) continue;
    SCOPED_TRACE(test.folder.string());
    const Registers quoted = real_registers(test);
    const Verification good = verify_event_log(test.log, &quoted);
    ASSERT_TRUE(good.claims) << failure_of(good);
    for (const Bytes& bytes : altered(test.log)) {
      const Verification result = verify_event_log(bytes, &quoted);
      if (!result.claims) continue;
      // A bit of the padding, or one beside a digest: what is measured stays.
      EXPECT_EQ((**result.claims).measurements, (**good.claims).measurements);
    }
  }
}

TEST_F(EventLogVectors, RealLogOfAnotherBootIsRefused) {
  for (const Case& test : cases()) {
    for (const Case& other : cases()) {
      if (test.log == other.log || test.is_log_only() || other.is_log_only()) continue;
      const Registers quoted = real_registers(test);
      EXPECT_FALSE(verify_event_log(other.log, &quoted).claims)
          << test.folder << " with the log of " << other.folder;
    }
    const Bytes boot = testkit::read_bytes(test.folder / "ccel_other_boot.bin");
    if (boot.empty()) continue;
    const Registers quoted = real_registers(test);
    const Verification result = verify_event_log(boot, &quoted);
    EXPECT_FALSE(result.claims);
    EXPECT_EQ(result.findings.first_failure()->subject, "rtmr2");
  }
}

TEST_F(EventLogVectors, OneWrongBitInAnyQuotedRegisterIsRefused) {
  for (const Case& test : cases()) {
    const Registers quoted = real_registers(test);
    const auto log = parse_log(test.log);
    ASSERT_TRUE(log.ok());
    const Registers extended = replay(*log, startup_locality(*log).value());
    for (const auto& [name, value] : extended) {
      if (!quoted.contains(name)) continue;
      Registers wrong = quoted;
      wrong[name].back() ^= 1;
      EXPECT_FALSE(verify_event_log(test.log, &wrong).claims) << test.folder << name;
    }
  }
}

TEST_F(EventLogVectors, RealLogsAreRecognised) {
  for (const Case& test : cases()) EXPECT_TRUE(looks_like_event_log(test.log)) << test.folder;
}

}  // namespace
}  // namespace anchorhold::eventlog
