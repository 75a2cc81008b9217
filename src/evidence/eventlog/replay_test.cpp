// Replay: registers, their names and where they start.

#include "evidence/eventlog/replay.h"

#include <gtest/gtest.h>

#include "testkit/forged_eventlog.h"

namespace anchorhold::eventlog {
namespace {

using crypto::HashKind;
using testkit::LogForge;

const std::vector<HashKind> all_banks = {HashKind::sha1, HashKind::sha256, HashKind::sha384,
                                         HashKind::sha512};

Log read(const LogForge& forge) {
  return parse_log(forge.agile()).value();
}

TEST(Replay, LeadsToTheRegistersOfEveryBank) {
  const LogForge forge = testkit::forged_pc_boot(all_banks);
  EXPECT_EQ(replay(read(forge), 0), forge.registers(false));
}

TEST(Replay, OfATdLeadsToRtmrs) {
  const LogForge forge = testkit::forged_td_boot();
  EXPECT_EQ(replay(read(forge), 0), forge.registers(true));
}

TEST(Replay, MrtdIsNoRegisterOfEvents) {
  LogForge forge = testkit::forged_td_boot();
  const Registers without = replay(read(forge), 0);
  forge.measure(0, testkit::kSeparator, {0, 0, 0, 0});
  EXPECT_EQ(replay(read(forge), 0), without);
}

TEST(Replay, LocalityIsWherePcr0Starts) {
  for (const uint8_t locality : {uint8_t{0}, uint8_t{3}, uint8_t{4}}) {
    LogForge forge({HashKind::sha256});
    forge.startup_locality(locality).measure(0, testkit::kVersion, {1});
    const Log log = read(forge);
    ASSERT_EQ(startup_locality(log).value(), locality);
    EXPECT_EQ(replay(log, locality), forge.registers(false, locality));
  }
}

TEST(Replay, UnboundedLocalitiesAreRefused) {
  LogForge twice({HashKind::sha256});
  twice.startup_locality(3).startup_locality(3);
  LogForge other_register({HashKind::sha256});
  other_register.startup_locality(3).at(0).index = 1;
  LogForge unknown({HashKind::sha256});
  unknown.startup_locality(2);
  LogForge longer({HashKind::sha256});
  longer.startup_locality(3).at(0).data.push_back(0);
  for (const LogForge* forge : {&twice, &other_register, &unknown, &longer})
    EXPECT_FALSE(startup_locality(read(*forge)).ok());
}

TEST(Replay, NoActionExtendsNothing) {
  LogForge forge({HashKind::sha256});
  forge.measure(2, testkit::kSeparator, {0, 0, 0, 0});
  const Registers without = replay(read(forge), 0);
  forge.note(2, testkit::ascii("SP800-155 Event"));
  forge.note(3, testkit::ascii("anything"));
  EXPECT_EQ(replay(read(forge), 0), without);
}

TEST(RegisterNames, AreReadAndWritten) {
  for (const std::string_view name :
       {"sha1_pcr0", "sha256_pcr7", "sha384_pcr23", "sha512_pcr10", "rtmr0", "rtmr3"}) {
    const auto parsed = parse_register_name(name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(register_name(parsed->kind, *parsed->bank, parsed->index), name);
  }
  for (const std::string_view name : {"mrtd", "rtmr4", "rtmr", "pcr0", "sha256_pcr24",
                                      "sm3_256_pcr1", "sha256_pcr-1", "sha256_pcr1x", ""})
    EXPECT_FALSE(parse_register_name(name)) << name;
}

}  // namespace
}  // namespace anchorhold::eventlog
