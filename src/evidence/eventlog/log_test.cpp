// Reading of logs: what is taken, and what is refused.

#include "evidence/eventlog/log.h"

#include <gtest/gtest.h>

#include "evidence/eventlog/replay.h"
#include "testkit/attack.h"
#include "testkit/forged_eventlog.h"

namespace anchorhold::eventlog {
namespace {

using crypto::HashKind;
using testkit::LogForge;
using testkit::two_banks;

constexpr size_t header_data = 32;                      // of the Spec ID event, behind its own head
constexpr size_t bank_count = header_data + 24;         // the number of algorithms
constexpr size_t first_event = bank_count + 4 + 8 + 1;  // with two banks

Bytes small_log() {
  return LogForge(two_banks).measure(7, testkit::kSeparator, {0, 0, 0, 0}).agile();
}

void expect_refused(const Bytes& bytes, Code code, std::string_view part) {
  const auto log = parse_log(bytes);
  ASSERT_FALSE(log.ok()) << part;
  EXPECT_EQ(log.error().code, code) << log.error().to_string();
  EXPECT_NE(log.error().to_string().find(part), std::string::npos) << log.error().to_string();
}

Bytes with_byte(Bytes bytes, size_t at, uint8_t value) {
  bytes.at(at) = value;
  return bytes;
}

Bytes with_u32(Bytes bytes, size_t at, uint32_t value) {
  for (size_t i = 0; i < 4; ++i) bytes.at(at + i) = static_cast<uint8_t>(value >> (8 * i));
  return bytes;
}

TEST(EventLog, AgileLogIsReadWithoutItsHeader) {
  const auto log = parse_log(testkit::forged_pc_boot(two_banks).agile());
  ASSERT_TRUE(log.ok()) << log.error().to_string();
  EXPECT_EQ(log->format, Format::tcg_agile);
  EXPECT_EQ(log->registers, RegisterKind::pcr);
  EXPECT_EQ(log->banks.size(), 2U);
  EXPECT_EQ(log->events.size(), testkit::forged_pc_boot(two_banks).events().size());
}

TEST(EventLog, Sha1LogIsRead) {
  const auto log = parse_log(testkit::forged_pc_boot({HashKind::sha1}).sha1());
  ASSERT_TRUE(log.ok()) << log.error().to_string();
  EXPECT_EQ(log->format, Format::tcg_sha1);
  EXPECT_EQ(log->banks.front()->name, "sha1");
}

TEST(EventLog, LogWithRtmrIndicesAndSha384AloneIsOfATd) {
  const auto log = parse_log(testkit::forged_td_boot().agile());
  ASSERT_TRUE(log.ok()) << log.error().to_string();
  EXPECT_EQ(log->registers, RegisterKind::rtmr);
}

TEST(EventLog, PaddingIsNoEvent) {
  for (const uint8_t filler : {uint8_t{0}, uint8_t{UINT8_MAX}}) {
    for (const size_t size : {1U, 8U, 40U, 5000U}) {
      Bytes bytes = small_log();
      bytes.resize(bytes.size() + size, filler);
      const auto log = parse_log(bytes);
      ASSERT_TRUE(log.ok()) << log.error().to_string();
      EXPECT_EQ(log->events.size(), 1U);
    }
  }
}

TEST(EventLog, BytesAfterThePaddingAreRefused) {
  Bytes bytes = small_log();
  bytes.resize(bytes.size() + 64, UINT8_MAX);
  bytes.push_back(1);
  expect_refused(bytes, Code::malformed, "after the padding");
}

TEST(EventLog, CutLogsAreRefusedUnlessTheyEndWithAnEvent) {
  const Bytes bytes = testkit::forged_pc_boot(two_banks).agile();
  const size_t whole = parse_log(bytes)->events.size();
  size_t accepted = 0;
  testkit::for_each_truncation(bytes, [&](ByteView cut) {
    const auto log = parse_log(cut);
    if (!log.ok()) return;
    ++accepted;
    EXPECT_LT(log->events.size(), whole);
  });
  // After each event, and where what is left of the next is its register's zeros only.
  EXPECT_LT(accepted, 5 * whole);
}

TEST(EventLog, CutsOfEveryOtherFormAreNeverReadAsMore) {
  const std::string json = testkit::forged_dstack(false);
  for (const Bytes& bytes :
       {testkit::forged_workload(true).cel(true), testkit::forged_ima(3), copy_of(bytes_of(json)),
        testkit::forged_pc_boot({HashKind::sha1}).sha1()}) {
    const size_t whole = parse_log(bytes)->events.size();
    testkit::for_each_truncation(bytes, [&](ByteView cut) {
      const auto log = parse_log(cut);
      if (log.ok()) {
        EXPECT_LT(log->events.size(), whole);
      }
    });
  }
}

TEST(EventLog, HeaderWithWrongAlgorithmsIsRefused) {
  const Bytes good = small_log();
  expect_refused(with_u32(good, bank_count, 0), Code::malformed, "number of algorithms");
  expect_refused(with_u32(good, bank_count, 0x80000000), Code::malformed, "number of algorithms");
  expect_refused(with_byte(good, bank_count + 6, 32), Code::malformed, "digest size");
  expect_refused(with_byte(good, bank_count + 4, 0x77), Code::malformed, "not known");
  expect_refused(LogForge({HashKind::sha1, HashKind::sha1}).agile(), Code::malformed, "twice");
}

TEST(EventLog, HeaderWithWrongVersionOrSizesIsRefused) {
  const Bytes good = small_log();
  expect_refused(with_byte(good, header_data + 21, 3), Code::malformed, "version");
  expect_refused(with_byte(good, header_data + 23, 9), Code::malformed, "uintnSize");
  expect_refused(with_byte(good, first_event - 1, 200), Code::malformed, "Spec ID event");
}

TEST(EventLog, EventsOutOfBoundsAreRefused) {
  const Bytes good = small_log();
  expect_refused(with_u32(good, first_event, 24), Code::malformed, "register");
  expect_refused(with_u32(good, first_event, 0xfffffffe), Code::malformed, "register");
  expect_refused(with_u32(good, first_event + 8, 0), Code::malformed, "number of digests");
  expect_refused(with_u32(good, first_event + 8, 3), Code::malformed, "number of digests");
  const size_t size_field = good.size() - 8;
  for (const uint32_t size : {5U, 0x7fffffffU, 0xffffffffU})
    expect_refused(with_u32(good, size_field, size), Code::malformed, "TCG event log");
}

TEST(EventLog, DigestsMustBeOfTheHeadersBanksOnceEach) {
  const Bytes good = small_log();
  const size_t first_algorithm = first_event + 12;
  expect_refused(with_byte(good, first_algorithm, 0x0c), Code::malformed, "Spec ID header");
  Bytes twice = small_log();
  const size_t second_algorithm = first_algorithm + 2 + 20;
  twice.at(second_algorithm) = 0x04;
  expect_refused(twice, Code::malformed, "two digests");
}

TEST(EventLog, NoActionWithADigestIsRefused) {
  LogForge forge(two_banks);
  forge.startup_locality(3).at(0).digests[HashKind::sha256][5] = 1;
  expect_refused(forge.agile(), Code::malformed, "EV_NO_ACTION");
}

TEST(EventLog, StatedKindDecidesWhichIndicesExist) {
  const Bytes td = testkit::forged_td_boot().measure(5, testkit::kIpl, {1}).agile();
  EXPECT_TRUE(parse_log(td, RegisterKind::pcr).ok());
  EXPECT_FALSE(parse_log(td, RegisterKind::rtmr).ok());
}

TEST(EventLog, LogThatStatesItsRegistersIsTakenAtItsWord) {
  EXPECT_FALSE(parse_log(testkit::forged_workload(false).cel(false), RegisterKind::rtmr).ok());
  EXPECT_FALSE(parse_log(testkit::forged_workload(true).cel(true), RegisterKind::pcr).ok());
  EXPECT_FALSE(parse_log(bytes_of(testkit::forged_dstack(false)), RegisterKind::pcr).ok());
}

TEST(EventLog, TooLargeALogIsRefusedUnread) {
  expect_refused(Bytes(kMostBytes + 1, 0), Code::limit_exceeded, "too large");
}

TEST(EventLog, TooManyEventsAreRefused) {
  Bytes bytes;
  const Bytes event = LogForge({HashKind::sha1}).measure(1, testkit::kIpl, {}).sha1();
  for (size_t i = 0; i <= kMostEvents; ++i) append(bytes, event);
  expect_refused(bytes, Code::limit_exceeded, "too many events");
}

TEST(EventLog, UnknownBytesAreUnsupported) {
  for (const Bytes& bytes : {Bytes{}, Bytes{0x89, 'P', 'N', 'G'}, Bytes(100, 0), Bytes(100, 0xff)})
    expect_refused(bytes, Code::unsupported, "no known format");
}

TEST(EventLog, CelRecordsAreRead) {
  for (const bool rtmrs : {false, true}) {
    const auto log = parse_log(testkit::forged_workload(rtmrs).cel(rtmrs));
    ASSERT_TRUE(log.ok()) << log.error().to_string();
    EXPECT_EQ(log->format, Format::cel);
    EXPECT_EQ(log->registers, rtmrs ? RegisterKind::rtmr : RegisterKind::pcr);
    EXPECT_EQ(log->events.size(), 9U);
  }
}

TEST(EventLog, CelRecordsOutOfOrderOrOfUnknownContentAreRefused) {
  const Bytes good = testkit::forged_workload(true).cel(true);
  expect_refused(with_byte(good, 12, 1), Code::malformed, "out of order");
  expect_refused(with_byte(good, 17, 2), Code::malformed, "wrong size");
  LogForge other({HashKind::sha384});
  other.measure(4, 0, {99, 0, 0, 0, 0});
  expect_refused(other.cel(true), Code::malformed, "unknown content");
}

TEST(EventLog, CelHoldsFirmwareAndImaRecordsToo) {
  LogForge forge({HashKind::sha256});
  const Bytes separator = {0, 0, 0, 0};
  forge.measure(7, 0, {5, 0, 0, 0, 18, 0, 0, 0, 0, 4, 0, 0, 0, 4, 1, 0, 0, 0, 4, 0, 0, 0, 0},
                separator);
  forge.measure(10, 0, {7, 0, 0, 0, 13, 0, 0, 0, 0, 2, 'n', 'g', 1, 0, 0, 0, 1, 'x'},
                testkit::ascii("x"));
  const auto log = parse_log(forge.cel(false));
  ASSERT_TRUE(log.ok()) << log.error().to_string();
  EXPECT_EQ(log->events[0].type, EventType::separator);
  EXPECT_EQ(log->events[0].data, separator);
  EXPECT_EQ(log->events[1].content, Content::ima);
  EXPECT_EQ(log->events[1].name, "ng");
}

TEST(EventLog, DstackReportAndBareArrayAreTheSame) {
  const std::string array = testkit::forged_dstack(false);
  const std::string report = R"({"quote":"00","event_log":)" + array + "}";
  for (const std::string& text : {array, report}) {
    const auto log = parse_log(bytes_of(text));
    ASSERT_TRUE(log.ok()) << log.error().to_string();
    EXPECT_EQ(log->format, Format::dstack);
    EXPECT_EQ(log->events.size(), 6U);
    EXPECT_EQ(log->events[2].index, 4U);
    EXPECT_EQ(log->events[2].name, "app-id");
  }
}

TEST(EventLog, DstackRuntimeDigestsThatAreLeftOutAreComputed) {
  const auto full = parse_log(bytes_of(testkit::forged_dstack(false)));
  const auto lite = parse_log(bytes_of(testkit::forged_dstack(true)));
  ASSERT_TRUE(lite.ok()) << lite.error().to_string();
  EXPECT_EQ(replay(*full, 0), replay(*lite, 0));
}

TEST(EventLog, DstackFirmwareDigestLeftOutIsRefused) {
  const std::string text = R"([{"imr":0,"event_type":4,"digest":"","event":"",)"
                           R"("event_payload":"00000000"}])";
  expect_refused(copy_of(bytes_of(text)), Code::malformed, "digest");
}

TEST(EventLog, DstackFieldsOutOfBoundsAreRefused) {
  for (const std::string_view text :
       {R"({"event_log":3})", R"({"other":[]})", R"([{"imr":4,"event_type":1}])", R"([7])",
        R"([{"imr":0,"event_type":4294967296,"digest":"","event":"","event_payload":""}])",
        R"([{"imr":0,"event_type":1,"digest":"00","event":"","event_payload":""}])"})
    EXPECT_FALSE(parse_log(bytes_of(text)).ok()) << text;
}

TEST(EventLog, ImaListIsReadAndItsTemplateHashesAreChecked) {
  const Bytes good = testkit::forged_ima(3);
  const auto log = parse_log(good);
  ASSERT_TRUE(log.ok()) << log.error().to_string();
  EXPECT_EQ(log->format, Format::ima);
  EXPECT_EQ(log->events.size(), 3U);
  EXPECT_EQ(log->events[1].digests[1].value, Bytes(32, 0xff)) << "a violation extends ones";
  expect_refused(with_byte(good, 6, static_cast<uint8_t>(good[6] ^ 1)), Code::malformed,
                 "template hash");
}

TEST(EventLog, FormatsAreRecognised) {
  EXPECT_TRUE(looks_like_event_log(small_log()));
  EXPECT_TRUE(looks_like_event_log(testkit::forged_pc_boot({HashKind::sha1}).sha1()));
  EXPECT_TRUE(looks_like_event_log(testkit::forged_workload(false).cel(false)));
  EXPECT_TRUE(looks_like_event_log(testkit::forged_ima(1)));
  EXPECT_TRUE(looks_like_event_log(bytes_of(testkit::forged_dstack(true))));
  EXPECT_FALSE(looks_like_event_log(bytes_of("{\"quote\":\"00\"}")));
  EXPECT_FALSE(looks_like_event_log(Bytes(200, 0)));
  EXPECT_FALSE(looks_like_event_log({}));
}

TEST(EventLog, TheSpecIdHeaderIsNotMeasured) {
  const Bytes good = small_log();
  for (const size_t offset : {4U, 8U, 27U}) {
    Bytes log = good;
    log.at(offset) ^= 1;
    EXPECT_FALSE(parse_log(log).ok()) << offset;
  }
}

}  // namespace
}  // namespace anchorhold::eventlog
