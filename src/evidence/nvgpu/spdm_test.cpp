// The frame of reports, field by field.
#include "evidence/nvgpu/spdm.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_nvgpu.h"

namespace anchorhold::nvgpu {
namespace {

using testkit::ForgedMeasurements;
using testkit::NvidiaForge;

Bytes encode(const ForgedMeasurements& content) {
  Bytes out = NvidiaForge::encode(content);
  append(out, Bytes(96, 0x51));
  return out;
}

Bytes good() {
  return encode(NvidiaForge::measurements());
}

bool reads(const Bytes& bytes) {
  return parse_report("report", bytes).ok();
}

bool reads_with(size_t place, uint8_t value) {
  Bytes bytes = good();
  bytes[place] = value;
  return reads(bytes);
}

TEST(SpdmReport, ReadsEveryField) {
  const auto report = parse_report("report", good());
  ASSERT_TRUE(report.ok()) << report.error().to_string();
  EXPECT_EQ(copy_of(report->nonce), Bytes(32, 0x5a));
  EXPECT_EQ(report->measurements.size(), 40U);
  EXPECT_EQ(report->measurements.at(7), Bytes(48, 7));
  EXPECT_EQ(report->signed_size + 96, good().size());
  EXPECT_EQ(report->signature, Bytes(96, 0x51));
}

TEST(SpdmReport, EveryTruncationAndExtraByteIsRefused) {
  testkit::for_each_truncation(
      good(), [](ByteView prefix) { EXPECT_FALSE(parse_report("report", prefix).ok()); });
  Bytes longer = good();
  longer.push_back(0);
  EXPECT_FALSE(reads(longer));
}

TEST(SpdmReport, EveryBitFlipIsReadOrRefusedWithoutHarm) {
  testkit::for_each_bit_flip(good(), [](ByteView mutant, size_t) {
    static_cast<void>(parse_report("report", mutant).ok());
  });
}

TEST(SpdmReport, OtherMessagesAreRefused) {
  constexpr size_t response = 37;
  for (const size_t version : {size_t{0}, response}) {
    EXPECT_FALSE(reads_with(version, 0x10));
    EXPECT_FALSE(reads_with(version, 0x12));
  }
  EXPECT_FALSE(reads_with(1, 0xe1));             // another request
  EXPECT_FALSE(reads_with(2, 0x00));             // no signature asked for
  EXPECT_FALSE(reads_with(3, 0x01));             // one measurement only
  EXPECT_FALSE(reads_with(36, 0x10));            // a slot that there is not
  EXPECT_FALSE(reads_with(36, 0x01));            // another slot than in the response
  EXPECT_FALSE(reads_with(response + 1, 0x7f));  // an error response
  EXPECT_FALSE(reads_with(response + 2, 0x01));  // reserved
  EXPECT_FALSE(reads_with(response + 3, 0x20));  // reserved bits of the slot
}

TEST(SpdmReport, CountsAndSizesMustFillTheirBoxes) {
  constexpr size_t blocks = 41;
  constexpr size_t record_size = 42;
  constexpr size_t first_block = 45;
  EXPECT_FALSE(reads_with(blocks, 39));
  EXPECT_FALSE(reads_with(blocks, 41));
  for (size_t byte = 0; byte < 3; ++byte) EXPECT_FALSE(reads_with(record_size + byte, 0xff));
  EXPECT_FALSE(reads_with(first_block, 0));         // index 0
  EXPECT_FALSE(reads_with(first_block, 2));         // an index twice
  EXPECT_FALSE(reads_with(first_block + 1, 2));     // not DMTF's form
  EXPECT_FALSE(reads_with(first_block + 2, 0x34));  // size of the block
  EXPECT_FALSE(reads_with(first_block + 4, 0x0a));  // kind of value
  EXPECT_FALSE(reads_with(first_block + 5, 0x2f));  // size of the value
}

TEST(SpdmReport, ADigestOfAnUnknownSizeIsRefused) {
  ForgedMeasurements content = NvidiaForge::measurements();
  content.measurements[9].push_back(0);
  EXPECT_FALSE(reads(encode(content)));
}

TEST(SpdmReport, OpaqueFieldsAreDistinctAndWhole) {
  ForgedMeasurements twice = NvidiaForge::measurements();
  twice.opaque.push_back(twice.opaque.front());
  EXPECT_FALSE(reads(encode(twice)));
  ForgedMeasurements count = NvidiaForge::measurements();
  count.opaque[5].second.pop_back();
  EXPECT_FALSE(reads(encode(count)));
  ForgedMeasurements unknown = NvidiaForge::measurements();
  unknown.opaque.push_back({0x0777, {1, 2, 3}});
  EXPECT_TRUE(reads(encode(unknown)));
  ForgedMeasurements none = NvidiaForge::measurements();
  none.opaque.clear();
  EXPECT_TRUE(reads(encode(none)));
}

TEST(SpdmReport, VersionsArePrintedAsNvidiaPrintsThem) {
  const auto version = [](const Bytes& value) { return vbios_version({{6, value}}); };
  EXPECT_EQ(version({0x01, 0xa5, 0x00, 0x96, 0x20, 0, 0, 0}), "96.00.A5.01.20");
  EXPECT_EQ(version(copy_of(bytes_of("96.10.55.00.01"))), "96.10.55.00.01");
  EXPECT_EQ(version({0x07}), std::nullopt);
  EXPECT_EQ(vbios_version({}), std::nullopt);
}

}  // namespace
}  // namespace anchorhold::nvgpu
