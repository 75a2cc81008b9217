// Verification of forged logs: what replays is accepted, what was altered is not.

#include "evidence/eventlog/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testkit/attack.h"
#include "testkit/forged_eventlog.h"

namespace anchorhold::eventlog {
namespace {

using crypto::HashKind;
using testkit::LogForge;
using testkit::two_banks;

LogForge boot() {
  return testkit::forged_pc_boot(two_banks);
}

std::string failed_check(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "" : failure->check;
}

// The log against the registers of the unaltered boot.
std::string check_that_refuses(const LogForge& altered) {
  const Registers quoted = boot().registers(false);
  const Verification result = verify_event_log(altered.agile(), &quoted);
  EXPECT_EQ(result.claims.has_value(), failed_check(result).empty());
  return failed_check(result);
}

// The log against its own registers: an attacker who can extend them as he likes.
std::string check_that_refuses_replayed(const LogForge& forged) {
  const Registers quoted = forged.registers(false);
  return failed_check(verify_event_log(forged.agile(), &quoted));
}

std::string text_claim(const Verification& result, std::string_view name) {
  if (!result.said) return "unread";
  const auto& vendor = result.said->claimed().vendor;
  const auto found = vendor.find(name);
  return found == vendor.end() ? "absent" : std::get<std::string>(found->second);
}

std::string secure_boot_of(const LogForge& forge) {
  const Registers quoted = forge.registers(false);
  return text_claim(verify_event_log(forge.agile(), &quoted), "secure_boot");
}

TEST(VerifyEventLog, LogThatLeadsToTheQuotedRegistersIsAccepted) {
  EXPECT_EQ(check_that_refuses(boot()), "");
  const LogForge td = testkit::forged_td_boot();
  Registers quoted = td.registers(true);
  quoted.emplace("mrtd", Bytes(48, 9));
  const Verification result = verify_event_log(td.agile(), &quoted);
  EXPECT_TRUE(result.claims) << failed_check(result);
  EXPECT_EQ(text_claim(result, "replayed_against"), "quote");
}

TEST(VerifyEventLog, WithoutQuotedRegistersTheClaimsSaySo) {
  const Verification result = verify_event_log(boot().agile(), nullptr);
  ASSERT_TRUE(result.claims);
  EXPECT_EQ(text_claim(result, "replayed_against"), "nothing");
  EXPECT_FALSE((**result.claims).hardware_rooted);
}

TEST(VerifyEventLog, ChangedRemovedRepeatedMovedOrAddedEventsAreRefused) {
  LogForge changed = boot();
  changed.find(9, testkit::kIpl).digests[HashKind::sha256][3] ^= 1;
  LogForge removed = boot();
  removed.events().erase(removed.events().begin() + 5);
  LogForge repeated = boot();
  repeated.events().push_back(repeated.find(4, testkit::kBootApplication));
  LogForge moved = boot();
  std::swap(moved.at(1), moved.at(2));
  LogForge added = boot();
  added.measure(8, testkit::kIpl, {1});
  added.measure(0, testkit::kIpl, {1});
  for (const LogForge* forge : {&changed, &removed, &repeated, &moved, &added})
    EXPECT_EQ(check_that_refuses(*forge), "eventlog.replay");
}

TEST(VerifyEventLog, EveryBitOfEveryDigestCounts) {
  const LogForge forge = LogForge({HashKind::sha256})
                             .measure(7, testkit::kSeparator, {0, 0, 0, 0})
                             .measure(4, testkit::kBootApplication, {1}, Bytes{2});
  const Registers quoted = forge.registers(false);
  const Bytes good = forge.agile();
  ASSERT_TRUE(verify_event_log(good, &quoted).claims);
  size_t accepted = 0;
  testkit::for_each_bit_flip(good, [&](ByteView mutant, size_t) {
    accepted += verify_event_log(mutant, &quoted).claims ? 1U : 0U;
  });
  // What nobody measures: the header's platform, minor version, errata and digest, the types
  // and the data beside the digest of an image.
  EXPECT_LT(accepted, 8U * (28 + 4 + 1 + 1 + 4 + 4 + 1) + 8);
}

TEST(VerifyEventLog, DataBesideAKeptDigestIsRefusedWhereTheTypeDefinesIt) {
  struct Row {
    uint32_t index;
    uint32_t type;
  };
  for (const Row row :
       {Row{7, testkit::kDriverConfig}, Row{7, testkit::kSeparator}, Row{1, testkit::kBootVariable},
        Row{4, testkit::kEfiAction}, Row{5, testkit::kGpt}, Row{0, testkit::kVersion}}) {
    LogForge forge = boot();
    forge.find(row.index, row.type).data.back() ^= 1;
    EXPECT_EQ(check_that_refuses(forge), "eventlog.digests") << row.type;
  }
}

TEST(VerifyEventLog, BanksThatTellDifferentStoriesAreRefused) {
  LogForge forge = boot();
  const Registers quoted = forge.registers(false);
  Registers sha256_only;
  for (const auto& [name, value] : quoted) {
    if (name.starts_with("sha256")) sha256_only.emplace(name, value);
  }
  forge.find(9, testkit::kIpl).digests[HashKind::sha1][0] ^= 1;
  EXPECT_TRUE(verify_event_log(forge.agile(), &sha256_only).claims)
      << "only the quoted bank is proven, and only it may speak";
  forge.find(7, testkit::kDriverConfig).digests[HashKind::sha1][0] ^= 1;
  EXPECT_EQ(failed_check(verify_event_log(forge.agile(), &sha256_only)), "eventlog.digests");
}

TEST(VerifyEventLog, SecondSeparatorIsRefusedEvenWhenItWasExtended) {
  LogForge forge = boot();
  forge.measure(7, testkit::kSeparator, {0, 0, 0, 0});
  EXPECT_EQ(check_that_refuses_replayed(forge), "eventlog.separators");
}

TEST(VerifyEventLog, SeparatorUnderAnotherTypeIsRefused) {
  for (const uint32_t type : {testkit::kIpl, testkit::kAuthority, testkit::kEventTag}) {
    LogForge forge = boot();
    forge.find(7, testkit::kSeparator).type = type;
    EXPECT_EQ(check_that_refuses(forge), "eventlog.separators") << type;
  }
}

TEST(VerifyEventLog, EventUnderAnotherTypeNeverMakesSecureBootBetter) {
  LogForge retyped = boot();
  retyped.find(7, testkit::kAuthority).type = testkit::kIpl;
  EXPECT_EQ(secure_boot_of(retyped), "undetermined");
  LogForge hidden = boot();
  hidden.find(7, testkit::kDriverConfig).type = testkit::kIpl;
  EXPECT_EQ(secure_boot_of(hidden), "undetermined");
}

TEST(VerifyEventLog, SecureBootIsReadFromItsVariable) {
  const auto with = [](Bytes value) {
    LogForge forge = boot();
    LogForge one(two_banks);
    one.measure(7, testkit::kDriverConfig,
                testkit::uefi_variable(testkit::global_guid(), "SecureBoot", value));
    forge.find(7, testkit::kDriverConfig) = one.at(0);
    return secure_boot_of(forge);
  };
  EXPECT_EQ(with({1}), "enabled");
  EXPECT_EQ(with({0}), "disabled");
  EXPECT_EQ(with({}), "absent");
  EXPECT_EQ(with({2}), "undetermined");
  EXPECT_EQ(with({1, 0}), "undetermined");
}

TEST(VerifyEventLog, SecureBootBehindTheSeparatorOrTwiceIsUndetermined) {
  const Bytes variable = testkit::uefi_variable(testkit::global_guid(), "SecureBoot", Bytes{1});
  LogForge late(two_banks);
  late.measure(7, testkit::kSeparator, {0, 0, 0, 0}).measure(7, testkit::kDriverConfig, variable);
  EXPECT_EQ(secure_boot_of(late), "undetermined");
  LogForge twice(two_banks);
  twice.measure(7, testkit::kDriverConfig, variable)
      .measure(7, testkit::kDriverConfig, variable)
      .measure(7, testkit::kSeparator, {0, 0, 0, 0});
  EXPECT_EQ(secure_boot_of(twice), "undetermined");
  LogForge open(two_banks);
  open.measure(7, testkit::kDriverConfig, variable);
  EXPECT_EQ(secure_boot_of(open), "undetermined") << "no separator";
}

TEST(VerifyEventLog, FailedFirmwareLeavesSecureBootUndetermined) {
  LogForge forge = boot();
  LogForge error(two_banks);
  error.measure(7, testkit::kSeparator, {1, 0, 0, 0});
  forge.find(7, testkit::kSeparator) = error.at(0);
  EXPECT_EQ(secure_boot_of(forge), "undetermined");
}

TEST(VerifyEventLog, MalformedSecureBootVariablesAreRefused) {
  const Bytes good = testkit::uefi_variable(testkit::global_guid(), "SecureBoot", Bytes{1});
  constexpr size_t name_size = 16;
  constexpr size_t value_size = 24;
  const auto refused = [](const Bytes& variable) {
    LogForge forge(two_banks);
    forge.measure(7, testkit::kDriverConfig, variable);
    return check_that_refuses_replayed(forge);
  };
  for (const size_t field : {name_size, value_size}) {
    for (const size_t byte : {0U, 3U, 7U}) {
      Bytes variable = good;
      variable.at(field + byte) |= 0x80;
      EXPECT_EQ(refused(variable), "eventlog.structure");
    }
  }
  Bytes surrogate = good;
  surrogate.at(33) = 0xd8;
  EXPECT_EQ(refused(surrogate), "eventlog.structure");
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(refused(longer), "eventlog.structure");
}

TEST(VerifyEventLog, SignatureListsThatDoNotFitLeaveSecureBootUndetermined) {
  for (const size_t field : {16U, 20U, 24U}) {
    Bytes list = testkit::signature_list(2);
    list.at(field) ^= 0x11;
    LogForge forge = boot();
    LogForge one(two_banks);
    one.measure(7, testkit::kDriverConfig,
                testkit::uefi_variable(testkit::security_guid(), "db", list));
    forge.at(4) = one.at(0);
    EXPECT_EQ(secure_boot_of(forge), "undetermined") << field;
  }
}

TEST(VerifyEventLog, RegisterThatTheLogNeverExtendsMustBeUntouched) {
  Registers quoted = boot().registers(false);
  quoted["sha256_pcr3"] = boot().registers(false)["sha256_pcr3"];
  quoted["sha256_pcr17"] = Bytes(32, 0xff);
  quoted["sha256_pcr16"] = Bytes(32, 0);
  EXPECT_TRUE(verify_event_log(boot().agile(), &quoted).claims);

  quoted["sha256_pcr10"] = Bytes(32, 5);
  const Verification unexplained = verify_event_log(boot().agile(), &quoted);
  EXPECT_TRUE(unexplained.claims);
  EXPECT_EQ(text_claim(unexplained, "unexplained_registers"), "sha256_pcr10");

  LogForge silent = boot();
  std::erase_if(silent.events(), [](const auto& event) { return event.index == 3; });
  EXPECT_EQ(check_that_refuses(silent), "eventlog.replay");
}

TEST(VerifyEventLog, QuoteOfAnotherBankOrKindIsRefused) {
  const Registers other_bank = {{"sha384_pcr7", Bytes(48, 0)}};
  EXPECT_EQ(failed_check(verify_event_log(boot().agile(), &other_bank)), "eventlog.replay");
  const Registers none = {{"mrtd", Bytes(48, 0)}};
  EXPECT_EQ(failed_check(verify_event_log(boot().agile(), &none)), "eventlog.replay");
  const Registers rtmr = {{"rtmr0", Bytes(48, 0)}};
  EXPECT_EQ(failed_check(verify_event_log(boot().agile(), &rtmr)), "eventlog.structure");
  const Registers untouched = {{"sha256_pcr20", Bytes(32, 0xff)}, {"sha256_pcr10", Bytes(32, 1)}};
  EXPECT_EQ(failed_check(verify_event_log(boot().agile(), &untouched)), "eventlog.replay")
      << "no event is proven";
  Registers short_one = boot().registers(false);
  short_one["sha256_pcr7"].pop_back();
  EXPECT_EQ(failed_check(verify_event_log(boot().agile(), &short_one)), "eventlog.replay");
}

TEST(VerifyEventLog, ClaimsComeOnlyFromQuotedRegisters) {
  const Registers all = boot().registers(false);
  const Registers quoted = {{"sha256_pcr7", all.at("sha256_pcr7")}};
  const Verification result = verify_event_log(boot().agile(), &quoted);
  ASSERT_TRUE(result.claims);
  const Claims& claims = **result.claims;
  EXPECT_EQ(text_claim(result, "secure_boot"), "enabled");
  EXPECT_FALSE(claims.vendor.contains("kernel_cmdline"));
  EXPECT_FALSE(claims.vendor.contains("sha1_pcr7"));
  EXPECT_FALSE(claims.vendor.contains("sha256_pcr4"));

  const Registers without = {{"sha256_pcr4", all.at("sha256_pcr4")}};
  EXPECT_EQ(text_claim(verify_event_log(boot().agile(), &without), "secure_boot"), "undetermined");
}

TEST(VerifyEventLog, WrongLocalityIsRefused) {
  LogForge forge({HashKind::sha256});
  forge.startup_locality(3).measure(0, testkit::kVersion, {1});
  Registers quoted = forge.registers(false, 3);
  EXPECT_TRUE(verify_event_log(forge.agile(), &quoted).claims);
  forge.at(0).data.back() = 0;
  EXPECT_EQ(failed_check(verify_event_log(forge.agile(), &quoted)), "eventlog.replay");
}

TEST(VerifyEventLog, RtmrsTakeAsManySeparatorsAsPcrsLieInThem) {
  LogForge forge = testkit::forged_td_boot();
  forge.measure(1, testkit::kSeparator, {0, 0, 0, 0});
  Registers quoted = forge.registers(true);
  EXPECT_TRUE(verify_event_log(forge.agile(), &quoted).claims) << "PCRs 1 and 7 lie in RTMR0";
  forge.measure(1, testkit::kSeparator, {0, 0, 0, 0});
  quoted = forge.registers(true);
  EXPECT_EQ(failed_check(verify_event_log(forge.agile(), &quoted)), "eventlog.separators");
}

TEST(VerifyEventLog, WorkloadRecordsFollowTheFirmwaresLog) {
  LogForge td = testkit::forged_td_boot();
  std::erase_if(td.events(), [](const auto& event) { return event.index == 4; });
  const LogForge workload = testkit::forged_workload(true);
  Registers quoted = td.registers(true);
  quoted.merge(workload.registers(true));
  const Bytes first = td.agile();
  const Bytes second = workload.cel(true);
  const std::vector<ByteView> logs = {first, second};
  const Verification result = verify_event_logs(logs, &quoted);
  ASSERT_TRUE(result.claims) << failed_check(result);
  EXPECT_EQ(text_claim(result, "container_image_digest"), "sha256:00ff");
  EXPECT_EQ(text_claim(result, "container_launch"), "success");
  EXPECT_EQ(text_claim(result, "secure_boot"), "enabled");

  quoted["rtmr3"][0] ^= 1;
  EXPECT_EQ(failed_check(verify_event_logs(logs, &quoted)), "eventlog.replay");
}

TEST(VerifyEventLog, LogsOfDifferentKindsDoNotMix) {
  const Bytes pc = boot().agile();
  const Bytes td = testkit::forged_workload(true).cel(true);
  const std::vector<ByteView> logs = {pc, td};
  EXPECT_EQ(failed_check(verify_event_logs(logs, nullptr)), "eventlog.structure");
  EXPECT_EQ(failed_check(verify_event_logs({}, nullptr)), "eventlog.structure");
}

TEST(VerifyEventLog, WorkloadRecordAfterTheLaunchIsRefused) {
  LogForge workload = testkit::forged_workload(false);
  workload.measure(13, 0, testkit::cos_content(4, "--more"));
  Registers quoted = workload.registers(false);
  EXPECT_EQ(failed_check(verify_event_log(workload.cel(false), &quoted)), "eventlog.separators");
}

TEST(VerifyEventLog, WorkloadRecordsThatAreWrongAreRefused) {
  const auto refused = [](const Bytes& content) {
    LogForge forge({HashKind::sha256});
    forge.measure(13, 0, testkit::cos_content(0, "image"));
    forge.measure(13, 0, content);
    const Registers quoted = forge.registers(false);
    return failed_check(verify_event_log(forge.cel(false), &quoted));
  };
  EXPECT_EQ(refused(testkit::cos_content(1, "sha256:1")), "");
  EXPECT_EQ(refused(testkit::cos_content(0, "another image")), "eventlog.structure");
  EXPECT_EQ(refused(testkit::cos_content(40, "unknown")), "eventlog.structure");
  EXPECT_EQ(refused(testkit::cos_content(5, "NOEQUALS")), "eventlog.structure");
  EXPECT_EQ(refused(testkit::cos_content(4, "\xff")), "eventlog.structure");
  EXPECT_EQ(refused({80, 0, 0, 0, 0}), "eventlog.structure");

  LogForge forged = testkit::forged_workload(false);
  forged.at(1).data.back() ^= 1;
  const Registers quoted = forged.registers(false);
  EXPECT_EQ(failed_check(verify_event_log(forged.cel(false), &quoted)), "eventlog.digests");
}

TEST(VerifyEventLog, DstackTextBesideAKeptDigestIsRefused) {
  std::string text = testkit::forged_dstack(false);
  ASSERT_TRUE(verify_event_log(bytes_of(text), nullptr).claims);
  const size_t name = text.find("compose-hash");
  text[name] = 'C';
  EXPECT_EQ(failed_check(verify_event_log(bytes_of(text), nullptr)), "eventlog.digests");
}

TEST(VerifyEventLog, ImaListMayRunAheadOfTheQuote) {
  const Bytes three = testkit::forged_ima(3);
  const Log log = parse_log(testkit::forged_ima(2)).value();
  const Registers quoted = {{"sha256_pcr10", replay(log, 0).at("sha256_pcr10")}};
  const Verification result = verify_event_log(three, &quoted);
  ASSERT_TRUE(result.claims) << failed_check(result);
  EXPECT_EQ(std::get<uint64_t>((**result.claims).vendor.at("ima_entries")), 2U);
  EXPECT_EQ((**result.claims).vendor.at("sha256_pcr10"), VendorValue(quoted.at("sha256_pcr10")));

  const Registers wrong = {{"sha256_pcr10", Bytes(32, 1)}};
  EXPECT_EQ(failed_check(verify_event_log(three, &wrong)), "eventlog.replay");
}

}  // namespace
}  // namespace anchorhold::eventlog
