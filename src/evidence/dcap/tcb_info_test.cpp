// TCB infos: both versions read, and everything refused that could be read in two ways.

#include "evidence/dcap/tcb_info.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testkit/attack.h"
#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

using json::Value;

Result<TcbInfo> parse_info(const Value& value) {
  return parse_tcb_info("tcbInfo", json::canonical(value));
}

Value td_info() {
  return testkit::tcb_info_json(testkit::current_tcb_info(TeeType::tdx));
}
Value sgx_info() {
  return testkit::tcb_info_json(testkit::current_tcb_info(TeeType::sgx));
}

Value& item(Value& value, std::string_view key, size_t index) {
  return value.as_object().find(key)->second.as_array().at(index);
}
Value& member(Value& value, std::string_view key) {
  return value.as_object().find(key)->second;
}

void expect_refused(const Value& value, const std::string& what) {
  EXPECT_FALSE(parse_info(value).ok()) << what;
}

TEST(TcbInfo, IsReadAsItWasWritten) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    const TcbInfo wanted = testkit::current_tcb_info(tee);
    const auto read = parse_info(testkit::tcb_info_json(wanted));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(*read, wanted);
  }
}

TEST(TcbInfo, VersionTwoIsOfSgx) {
  TcbInfo wanted = testkit::current_tcb_info(TeeType::sgx);
  wanted.version = 2;
  const auto read = parse_info(testkit::tcb_info_json(wanted));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(*read, wanted);
}

TEST(TcbInfo, UpperCaseDigitsAreTheSame) {
  Value value = td_info();
  value.set("fmspc", "00806F050000");
  EXPECT_EQ(*parse_info(value), testkit::current_tcb_info(TeeType::tdx));
}

TEST(TcbInfo, UnknownMembersAreLetBe) {
  Value value = td_info();
  value.set("futureMember", Value::array({1, 2}));
  EXPECT_TRUE(parse_info(value).ok());
}

TEST(TcbInfo, LevelsComeFromTheHighest) {
  Value value = sgx_info();
  auto& levels = member(value, "tcbLevels").as_array();
  std::ranges::reverse(levels);
  EXPECT_EQ(*parse_info(value), testkit::current_tcb_info(TeeType::sgx));
}

TEST(TcbInfo, PceSvnOrdersLevelsOfTheSameComponents) {
  TcbInfo info = testkit::current_tcb_info(TeeType::sgx);
  info.levels.push_back(info.levels.front());
  info.levels.back().pce_svn = 14;
  const auto read = parse_info(testkit::tcb_info_json(info));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->levels.front().pce_svn, 14);
}

TEST(TcbInfo, TwoLevelsOfTheSameVersionsAreRefused) {
  TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
  info.levels.push_back(info.levels.front());
  info.levels.back().standing.status = TcbStatus::revoked;
  expect_refused(testkit::tcb_info_json(info), "same versions");
  info.levels.back().tdx[15] = 1;
  EXPECT_TRUE(parse_info(testkit::tcb_info_json(info)).ok()) << "other TDX components";
}

TEST(TcbInfo, EveryMemberIsNeeded) {
  const Value whole = td_info();
  for (const auto& [key, unused] : whole.as_object()) {
    if (key == "tdxModuleIdentities") continue;  // TCB infos of module 1.0 have none
    Value value = td_info();
    value.as_object().erase(key);
    expect_refused(value, key);
  }
  Value value = td_info();
  value.as_object().erase("tdxModuleIdentities");
  EXPECT_TRUE(parse_info(value).ok());
}

TEST(TcbInfo, MembersOfWrongTypeOrRangeAreRefused) {
  const std::pair<const char*, Value> wrong[] = {
      {"version", 1},
      {"version", 4},
      {"version", "3"},
      {"version", 2},  // TDX components in the form of version 3
      {"id", "TDY"},
      {"id", "tdx"},
      {"id", 1},
      {"issueDate", "2026-05-25"},
      {"issueDate", 1},
      {"nextUpdate", "2026-06-22T00:00:00+01:00"},
      {"nextUpdate", "2020-01-01T00:00:00Z"},  // before the issue
      {"fmspc", "00806f0500"},
      {"fmspc", "00806f05000000"},
      {"fmspc", "0x806f050000"},
      {"pceId", "00"},
      {"pceId", 0},
      {"tcbType", 1},
      {"tcbType", -1},
      {"tcbType", 0.5},
      {"tcbEvaluationDataNumber", -1},
      {"tcbEvaluationDataNumber", int64_t{1} << 32},
      {"tcbEvaluationDataNumber", "18"},
      {"tcbLevels", Value::array()},
      {"tcbLevels", Value::object()},
      {"tcbLevels", Value::array({1})},
      {"tdxModule", Value::array()},
      {"tdxModule", Value::object()},
      {"tdxModuleIdentities", Value::array()},
      {"tdxModuleIdentities", Value::object()},
      {"tdxModuleIdentities", nullptr},
  };
  for (const auto& [key, bad] : wrong) {
    Value value = td_info();
    value.set(key, bad);
    expect_refused(value, std::string(key) + " " + json::canonical(bad));
  }
}

TEST(TcbInfo, LevelsOfWrongTypeOrRangeAreRefused) {
  const std::pair<const char*, Value> wrong[] = {
      {"tcbStatus", "uptodate"},
      {"tcbStatus", "NotSupported"},
      {"tcbStatus", "TDRelaunchAdvised"},
      {"tcbStatus", 1},
      {"tcbDate", "yesterday"},
      {"tcb", Value::array()},
      {"advisoryIDs", "INTEL-SA-00106"},
      {"advisoryIDs", Value::array({1})},
      {"advisoryIDs", Value::array({""})},
      {"advisoryIDs", Value::array({"INTEL SA"})},
      {"advisoryIDs", Value::array({"INTEL\x1b[2J"})},
      {"advisoryIDs", Value::array({"INTEL\u00e9"})},
      {"advisoryIDs", Value::array({std::string(65, 'A')})},
      {"advisoryIDs", json::Array(257, "INTEL-SA-00106")},
  };
  for (const auto& [key, bad] : wrong) {
    Value value = td_info();
    item(value, "tcbLevels", 1).set(key, bad);
    expect_refused(value, std::string(key) + " " + json::canonical(bad));
  }
  for (const char* key : {"tcb", "tcbDate", "tcbStatus"}) {
    Value value = td_info();
    item(value, "tcbLevels", 1).as_object().erase(key);
    expect_refused(value, key);
  }
}

TEST(TcbInfo, PceSvnHasSixteenBits) {
  for (const Value& bad : {Value(-1), Value(65536), Value("13"), Value(1.5), Value(nullptr)}) {
    Value value = td_info();
    member(item(value, "tcbLevels", 0), "tcb").set("pcesvn", bad);
    expect_refused(value, json::canonical(bad));
  }
}

TEST(TcbInfo, ComponentsAreSixteenBytes) {
  for (const char* key : {"sgxtcbcomponents", "tdxtcbcomponents"}) {
    for (const size_t count : {size_t{0}, size_t{15}, size_t{17}}) {
      Value value = td_info();
      member(item(value, "tcbLevels", 0), "tcb")
          .set(key, json::Array(count, Value::object({{"svn", 1}})));
      expect_refused(value, std::string(key) + " " + std::to_string(count));
    }
    for (const Value& bad : {Value(-1), Value(256), Value(0.5), Value("1"), Value(nullptr)}) {
      Value value = td_info();
      item(member(item(value, "tcbLevels", 0), "tcb"), key, 3).set("svn", bad);
      expect_refused(value, std::string(key) + " " + json::canonical(bad));
    }
    Value value = td_info();
    item(member(item(value, "tcbLevels", 0), "tcb"), key, 3) = Value::object();
    expect_refused(value, key);
  }
}

TEST(TcbInfo, NamedComponentsAreSixteenBytes) {
  TcbInfo info = testkit::current_tcb_info(TeeType::sgx);
  info.version = 2;
  for (const char* key : {"sgxtcbcomp01svn", "sgxtcbcomp10svn", "sgxtcbcomp16svn"}) {
    Value value = testkit::tcb_info_json(info);
    member(item(value, "tcbLevels", 0), "tcb").set(key, 256);
    expect_refused(value, key);
    member(item(value, "tcbLevels", 0), "tcb").as_object().erase(key);
    expect_refused(value, key);
  }
}

TEST(TcbInfo, SgxHasNoModules) {
  const Value td = td_info();
  for (const char* key : {"tdxModule", "tdxModuleIdentities"}) {
    Value value = sgx_info();
    value.set(key, *td.find(key));
    expect_refused(value, key);
  }
}

TEST(TcbInfo, ModuleIdentitiesOfWrongFormAreRefused) {
  const std::pair<const char*, Value> wrong[] = {
      {"id", "TDX_1"},
      {"id", "TDX_001"},
      {"id", "TDX_zz"},
      {"id", "SGX_01"},
      {"id", "TDX_03"},  // twice
      {"mrsigner", std::string(94, '0')},
      {"attributes", std::string(14, '0')},
      {"attributesMask", 0},
      {"tcbLevels", Value::array()},
  };
  for (const auto& [key, bad] : wrong) {
    Value value = td_info();
    item(value, "tdxModuleIdentities", 1).set(key, bad);
    expect_refused(value, std::string(key) + " " + json::canonical(bad));
  }
  Value value = td_info();
  member(value, "tdxModule").set("mrsigner", "00");
  expect_refused(value, "tdxModule");
}

TEST(TcbInfo, ModuleLevelsOutOfOrderAreRefused) {
  Value value = td_info();
  auto& levels = member(item(value, "tdxModuleIdentities", 1), "tcbLevels").as_array();
  std::swap(levels[0], levels[1]);
  expect_refused(value, "rising");
  levels[0] = levels[1];
  expect_refused(value, "twice");
}

TEST(TcbInfo, CountsAreBounded) {
  TcbInfo info = testkit::current_tcb_info(TeeType::sgx);
  info.version = 2;  // the shorter form
  Value value = testkit::tcb_info_json(info);
  auto& levels = member(value, "tcbLevels").as_array();
  levels.resize(257, levels.front());
  const auto read = parse_info(value);
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().to_string().find("wrong number of items"), std::string::npos);
}

TEST(TcbInfo, DuplicateKeysAreRefused) {
  std::string text = json::canonical(td_info());
  text.insert(1, "\"fmspc\":\"00806f050000\",");
  EXPECT_FALSE(parse_tcb_info("tcbInfo", text).ok());
}

TEST(TcbInfo, EveryTruncationIsRefused) {
  testkit::for_each_truncation(bytes_of(json::canonical(sgx_info())), [](ByteView prefix) {
    EXPECT_FALSE(parse_tcb_info("tcbInfo", text_of(prefix)).ok()) << prefix.size();
  });
}

}  // namespace
}  // namespace anchorhold::dcap
