#include "evidence/dcap/pck.h"

#include <gtest/gtest.h>

#include "codec/der.h"
#include "testkit/attack.h"
#include "testkit/forged_dcap.h"

namespace anchorhold::dcap {
namespace {

using testkit::DcapForge;
using testkit::encode_pck_extension;

constexpr der::Oid sgx_extension = der::Oid::of({1, 2, 840, 113741, 1, 13, 1});
constexpr der::Oid svn_1 = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 2, 1});
constexpr der::Oid pce_svn = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 2, 17});
constexpr der::Oid ppid = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 1});
constexpr der::Oid fmspc = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 4});
constexpr der::Oid sgx_type = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 5});

// The elements of a SEQUENCE, each whole.
std::vector<Bytes> elements(ByteView sequence) {
  der::Cursor outer("sequence", sequence);
  der::Cursor cursor = outer.enter(der::kSequence).value();
  std::vector<Bytes> out;
  while (!cursor.empty()) out.push_back(copy_of(cursor.next().value().whole));
  return out;
}

Bytes sequence(const std::vector<Bytes>& parts) {
  Bytes content;
  for (const Bytes& part : parts) append(content, part);
  return der::sequence({content});
}

std::vector<Bytes> good_fields() {
  return elements(encode_pck_extension(DcapForge::pck_extension()));
}

bool parses(const std::vector<Bytes>& fields) {
  return parse_pck_extension(sequence(fields)).ok();
}

// The good fields with the one of this number replaced.
std::vector<Bytes> with_field(size_t number, const Bytes& field) {
  auto out = good_fields();
  out[number - 1] = field;
  return out;
}

// The good TCB with one of its 18 fields replaced.
std::vector<Bytes> with_tcb_field(size_t number, const Bytes& field) {
  const auto outer = elements(good_fields()[1]);
  auto tcb = elements(outer[1]);
  tcb[number - 1] = field;
  return with_field(2, der::sequence({outer[0], sequence(tcb)}));
}

TEST(PckExtension, IsReadBack) {
  const PckExtension wanted = DcapForge::pck_extension();
  const auto read = parse_pck_extension(encode_pck_extension(wanted));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(read->ppid, wanted.ppid);
  EXPECT_EQ(read->components, wanted.components);
  EXPECT_EQ(read->pce_svn, wanted.pce_svn);
  EXPECT_EQ(read->cpu_svn, wanted.cpu_svn);
  EXPECT_EQ(read->pce_id, wanted.pce_id);
  EXPECT_EQ(read->fmspc, wanted.fmspc);
  EXPECT_EQ(sgx_type_name(read->sgx_type), "Scalable");
  EXPECT_EQ(read->platform_instance_id, wanted.platform_instance_id);
  EXPECT_EQ(read->configuration.dynamic_platform, true);
  EXPECT_EQ(read->configuration.smt_enabled, false);
}

TEST(PckExtension, CertificatesOfTheProcessorCaHaveNoPlatformInstance) {
  PckExtension wanted = DcapForge::pck_extension();
  wanted.platform_instance_id.reset();
  const auto read = parse_pck_extension(encode_pck_extension(wanted));
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->platform_instance_id);
  EXPECT_FALSE(read->configuration.cached_keys);
}

TEST(PckExtension, ComponentsReach255) {
  PckExtension wanted = DcapForge::pck_extension();
  wanted.components.fill(255);
  wanted.pce_svn = 0xffff;
  const auto read = parse_pck_extension(encode_pck_extension(wanted));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->components, wanted.components);
  EXPECT_EQ(read->pce_svn, 0xffff);
}

TEST(PckExtension, EachOfTheFirstFiveFieldsIsNeeded) {
  for (size_t i = 0; i < 5; ++i) {
    auto fields = good_fields();
    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(parses(fields)) << i + 1;
  }
}

TEST(PckExtension, EachFieldOfTheTcbIsNeeded) {
  const auto outer = elements(good_fields()[1]);
  for (size_t i = 0; i < 18; ++i) {
    auto tcb = elements(outer[1]);
    tcb.erase(tcb.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(parses(with_field(2, der::sequence({outer[0], sequence(tcb)})))) << i + 1;
  }
}

TEST(PckExtension, RepeatedAndUnknownFieldsAreRefused) {
  for (size_t i = 0; i < 7; ++i) {
    auto fields = good_fields();
    fields.push_back(fields[i]);
    EXPECT_FALSE(parses(fields)) << i + 1;
  }
  auto fields = good_fields();
  const der::Oid eighth = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 8});
  fields.push_back(der::sequence({der::oid(eighth), der::integer(1)}));
  EXPECT_FALSE(parses(fields));
  fields.back() = der::sequence({der::oid(sgx_extension), der::integer(1)});
  EXPECT_FALSE(parses(fields));
}

TEST(PckExtension, ValuesOfOtherTypesAndRangesAreRefused) {
  for (const int64_t svn : {-1, 256, 65536}) {
    EXPECT_FALSE(parses(with_tcb_field(1, der::sequence({der::oid(svn_1), der::integer(svn)}))))
        << svn;
  }
  EXPECT_FALSE(
      parses(with_tcb_field(1, der::sequence({der::oid(svn_1), der::octet_string(Bytes(1))}))));
  EXPECT_FALSE(parses(with_tcb_field(17, der::sequence({der::oid(pce_svn), der::integer(65536)}))));
  for (const size_t size : std::initializer_list<size_t>{0, 15, 17}) {
    EXPECT_FALSE(
        parses(with_field(1, der::sequence({der::oid(ppid), der::octet_string(Bytes(size))}))))
        << size;
  }
  EXPECT_FALSE(
      parses(with_field(4, der::sequence({der::oid(fmspc), der::octet_string(Bytes(5))}))));
  EXPECT_FALSE(parses(with_field(4, der::sequence({der::oid(fmspc), der::integer(5)}))));
  EXPECT_FALSE(parses(with_field(5, der::sequence({der::oid(sgx_type), der::integer(1)}))));
  const Bytes three = {3};
  EXPECT_FALSE(
      parses(with_field(5, der::sequence({der::oid(sgx_type), der::element(0x0a, {three})}))));
  auto fields = good_fields();
  fields[0] = der::sequence({der::oid(ppid), der::octet_string(Bytes(16)), der::null()});
  EXPECT_FALSE(parses(fields)) << "a field with two values";
}

TEST(PckExtension, TruncationsAndTrailingBytesAreRefused) {
  Bytes good = encode_pck_extension(DcapForge::pck_extension());
  testkit::for_each_truncation(
      good, [](ByteView prefix) { EXPECT_FALSE(parse_pck_extension(prefix).ok()); });
  testkit::for_each_bit_flip(
      good, [](ByteView mutant, size_t) { (void)parse_pck_extension(mutant).ok(); });
  good.push_back(0);
  EXPECT_FALSE(parse_pck_extension(good).ok());
}

}  // namespace
}  // namespace anchorhold::dcap
