#include "evidence/snp/cert_table.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"

namespace anchorhold::snp {
namespace {

using testkit::put_little;

constexpr size_t entry_size = 24;

struct Entry {
  ByteArray<16> guid{};
  Bytes data;
};

// A table of these entries, their data one after another.
Bytes table_of(const std::vector<Entry>& entries) {
  Bytes out;
  size_t offset = entry_size * (entries.size() + 1);
  for (const Entry& entry : entries) {
    append(out, entry.guid);
    out.resize(out.size() + 8);
    put_little(out, out.size() - 8, offset, 4);
    put_little(out, out.size() - 4, entry.data.size(), 4);
    offset += entry.data.size();
  }
  out.resize(out.size() + entry_size);
  for (const Entry& entry : entries) append(out, entry.data);
  return out;
}

const std::vector<Entry>& good_entries() {
  static const std::vector<Entry> entries = {
      {ark_guid, copy_of(bytes_of(pem::encode("CERTIFICATE", forge().ark().der)))},
      {ask_guid, forge().ask().der},
      {vcek_guid, forge().certify(forge().vcek()).der},
      {guid("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2"), {1, 2, 3}}};
  return entries;
}

TEST(CertTable, GivesThePoolForAReport) {
  Bytes table = table_of(good_entries());
  table.resize(table.size() + 100);  // padding of the buffer
  const auto pool = certificates_in(table, nullptr);
  ASSERT_TRUE(pool.ok()) << pool.error().to_string();
  EXPECT_EQ(pool->size(), 3U);
  EXPECT_EQ(first_failure(verify_in(forge(), forge().good(), *pool)), "none");
  EXPECT_TRUE(looks_like_cert_table(table));
}

TEST(CertTable, ARootInTheTableIsNoAnchor) {
  const auto pool = certificates_in(table_of(good_entries()), nullptr);
  ASSERT_TRUE(pool.ok());
  EXPECT_EQ(first_failure(verify_report(forge().good(), {.certificates = *pool}, {},
                                        testkit::SnpForge::at(), nullptr)),
            "snp.chain.root");
}

TEST(CertTable, S28PlacesOutsideTheBuffer) {
  const Bytes good = table_of(good_entries());
  const auto with = [&](size_t place, uint64_t value) {
    Bytes table = good;
    put_little(table, place, value, 4);
    return parse_cert_table(table).ok();
  };
  ASSERT_TRUE(parse_cert_table(good).ok());
  for (size_t entry = 0; entry < 4; ++entry) {
    const size_t place = entry * entry_size + 16;
    for (const uint64_t value : {uint64_t{0}, uint64_t{16}, uint64_t{entry_size},
                                 uint64_t{good.size()}, uint64_t{0x80000000}, uint64_t{0xffffffff}})
      EXPECT_FALSE(with(place, value)) << entry << " offset " << value;
    for (const uint64_t value : {uint64_t{0}, uint64_t{good.size()}, uint64_t{0xffffffff}})
      EXPECT_FALSE(with(place + 4, value)) << entry << " size " << value;
  }
  // An offset and a size whose sum of 32 bits would be small.
  Bytes wrapped = good;
  put_little(wrapped, 16, 0xffffff00, 4);
  put_little(wrapped, 20, 0x00000200, 4);
  EXPECT_FALSE(parse_cert_table(wrapped).ok());
}

TEST(CertTable, S28EntriesThatOverlapOrRepeat) {
  std::vector<Entry> entries = good_entries();
  Bytes table = table_of(entries);
  put_little(table, entry_size + 16, 5 * entry_size, 4);  // the second on the first
  EXPECT_FALSE(parse_cert_table(table).ok());
  entries[1].guid = entries[0].guid;
  EXPECT_FALSE(parse_cert_table(table_of(entries)).ok());
}

TEST(CertTable, S28NoEnd) {
  testkit::for_each_truncation(table_of(good_entries()), [](ByteView prefix) {
    EXPECT_FALSE(parse_cert_table(prefix).ok()) << prefix.size();
  });
  Bytes end(entry_size);
  EXPECT_TRUE(parse_cert_table(end).ok());
  end[16] = 1;
  EXPECT_FALSE(parse_cert_table(end).ok());
  std::vector<Entry> many;
  for (uint8_t i = 1; i < 40; ++i) many.push_back({.guid = {i}, .data = {i}});
  EXPECT_FALSE(parse_cert_table(table_of(many)).ok());
}

TEST(CertTable, CertificatesThatCannotBeReadAreNamed) {
  EXPECT_FALSE(certificates_in(table_of({{vcek_guid, {1, 2, 3}}}), nullptr).ok());
  EXPECT_TRUE(
      certificates_in(table_of({{guid("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2"), {1}}}), nullptr)
          .ok());
}

}  // namespace
}  // namespace anchorhold::snp
