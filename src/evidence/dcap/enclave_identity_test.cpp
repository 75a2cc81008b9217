// Identities of quoting enclaves.

#include "evidence/dcap/enclave_identity.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

using json::Value;

Result<EnclaveIdentity> parse_identity(const Value& value) {
  return parse_enclave_identity("enclaveIdentity", json::canonical(value));
}

Value identity() {
  return testkit::identity_json(testkit::current_identity(TeeType::tdx));
}

TEST(EnclaveIdentity, IsReadAsItWasWritten) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    EnclaveIdentity wanted = testkit::current_identity(tee);
    wanted.misc_select = 0x04030201;  // the digits are in the order of the report's bytes
    const auto read = parse_identity(testkit::identity_json(wanted));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(*read, wanted);
  }
}

TEST(EnclaveIdentity, MiscSelectLiesAsInTheReport) {
  Value value = identity();
  value.set("miscselect", "D182B18C");
  EXPECT_EQ(parse_identity(value)->misc_select, 0x8cb182d1U);
}

TEST(EnclaveIdentity, ThatOfTheVerificationEnclaveIsUnsupported) {
  Value value = identity();
  value.set("id", "QVE");
  const auto read = parse_identity(value);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, Code::unsupported);
}

TEST(EnclaveIdentity, EveryMemberIsNeeded) {
  const Value whole = identity();
  for (const auto& [key, unused] : whole.as_object()) {
    Value value = identity();
    value.as_object().erase(key);
    EXPECT_FALSE(parse_identity(value).ok()) << key;
  }
}

TEST(EnclaveIdentity, MembersOfWrongTypeOrRangeAreRefused) {
  const std::pair<const char*, Value> wrong[] = {
      {"version", 1},
      {"version", 3},
      {"id", "qe"},
      {"id", ""},
      {"issueDate", "now"},
      {"nextUpdate", "2020-01-01T00:00:00Z"},
      {"tcbEvaluationDataNumber", -1},
      {"miscselect", "000000"},
      {"miscselectMask", "0000000000"},
      {"attributes", "11"},
      {"attributesMask", std::string(32, 'g')},
      {"mrsigner", std::string(62, '0')},
      {"mrsigner", ""},
      {"isvprodid", 65536},
      {"isvprodid", -1},
      {"isvprodid", "2"},
      {"tcbLevels", Value::array()},
      {"tcbLevels", Value::object()},
  };
  for (const auto& [key, bad] : wrong) {
    Value value = identity();
    value.set(key, bad);
    EXPECT_FALSE(parse_identity(value).ok()) << key << " " << json::canonical(bad);
  }
}

TEST(EnclaveIdentity, LevelsOfWrongFormAreRefused) {
  for (const auto status : {TcbStatus::sw_hardening_needed, TcbStatus::configuration_needed,
                            TcbStatus::not_supported, TcbStatus::td_relaunch_advised}) {
    EnclaveIdentity wrong = testkit::current_identity(TeeType::sgx);
    wrong.levels[1].standing.status = status;
    EXPECT_FALSE(parse_identity(testkit::identity_json(wrong)).ok()) << tcb_status_name(status);
  }
  for (const uint16_t isv_svn : {uint16_t{7}, uint16_t{8}}) {
    EnclaveIdentity wrong = testkit::current_identity(TeeType::sgx);
    wrong.levels[1].isv_svn = isv_svn;
    EXPECT_FALSE(parse_identity(testkit::identity_json(wrong)).ok()) << "not below the one before";
  }
  for (const Value& bad : {Value(-1), Value(65536), Value("7"), Value(nullptr)}) {
    Value value = identity();
    Value& level = value.as_object().find("tcbLevels")->second.as_array().front();
    level.set("tcb", Value::object({{"isvsvn", bad}}));
    EXPECT_FALSE(parse_identity(value).ok()) << json::canonical(bad);
  }
}

TEST(EnclaveIdentity, CountsAreBounded) {
  EnclaveIdentity wrong = testkit::current_identity(TeeType::sgx);
  wrong.levels.clear();
  for (uint16_t svn = 129; svn > 0; --svn) wrong.levels.push_back({svn, {}});
  EXPECT_FALSE(parse_identity(testkit::identity_json(wrong)).ok());
  wrong.levels.pop_back();
  EXPECT_TRUE(parse_identity(testkit::identity_json(wrong)).ok());
}

TEST(EnclaveIdentity, EveryTruncationIsRefused) {
  testkit::for_each_truncation(bytes_of(json::canonical(identity())), [](ByteView prefix) {
    EXPECT_FALSE(parse_enclave_identity("enclaveIdentity", text_of(prefix)).ok());
  });
}

}  // namespace
}  // namespace anchorhold::dcap
