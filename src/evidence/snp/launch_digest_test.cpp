#include "evidence/snp/launch_digest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/snp/guid.h"
#include "evidence/snp/ovmf.h"
#include "testkit/attack.h"
#include "testkit/forged_snp.h"

namespace anchorhold::snp {
namespace {

using testkit::put_little;

constexpr size_t image_size = 2 * page_size;

struct Section {
  uint32_t address;
  uint32_t size;
  uint32_t kind;
};

void add_entry(Bytes& table, std::string_view guid, const Bytes& data) {
  append(table, data);
  const size_t size = data.size() + 18;
  table.resize(table.size() + 2);
  put_little(table, table.size() - 2, size, 2);
  append(table, efi_guid(guid));
}

Bytes number(uint64_t value) {
  Bytes out(4);
  put_little(out, 0, value, 4);
  return out;
}

// An image with a table of GUIDs and these metadata.
Bytes firmware(const std::vector<Section>& sections, uint32_t hashes = 0x810c00,
               bool reset_block = true) {
  Bytes image(image_size, 0x90);
  constexpr size_t metadata_from_end = 0x800;
  size_t place = image.size() - metadata_from_end;
  std::ranges::copy(bytes_of("ASEV"), image.begin() + static_cast<std::ptrdiff_t>(place));
  put_little(image, place + 4, 16 + 12 * sections.size(), 4);
  put_little(image, place + 8, 1, 4);
  put_little(image, place + 12, sections.size(), 4);
  place += 16;
  for (const Section& section : sections) {
    put_little(image, place, section.address, 4);
    put_little(image, place + 4, section.size, 4);
    put_little(image, place + 8, section.kind, 4);
    place += 12;
  }
  Bytes table;
  if (reset_block) add_entry(table, "00f771de-1a7e-4fcb-890e-68c77e2fb44e", number(0x80b004));
  add_entry(table, "7255371f-3a3b-4b04-927b-1da6efa8d454", number(hashes));
  add_entry(table, "dc886566-984a-4798-a75e-5585a7bf67cc", number(metadata_from_end));
  const size_t whole = table.size() + 18;
  table.resize(table.size() + 2);
  put_little(table, table.size() - 2, whole, 2);
  append(table, efi_guid("96b582de-1fb2-45f7-baea-a366c55a082d"));
  std::ranges::copy(table, image.end() - 32 - static_cast<std::ptrdiff_t>(table.size()));
  return image;
}

const std::vector<Section> usual = {{0x800000, 0x2000, 1},
                                    {0x80d000, 0x1000, 2},
                                    {0x80e000, 0x1000, 3},
                                    {0x80f000, 0x1000, 4},
                                    {0x810000, 0x1000, 0x10}};

TEST(LaunchDigest, ChangesWithEveryInput) {
  const Bytes image = firmware(usual);
  const Launch base{.firmware = image, .kernel = Kernel{}};
  std::vector<Digest384> seen;
  const auto add = [&](auto change) {
    Launch launch = base;
    change(launch);
    const auto digest = snp_launch_digest(launch);
    ASSERT_TRUE(digest.ok()) << digest.error().to_string();
    EXPECT_EQ(std::ranges::count(seen, *digest), 0);
    seen.push_back(*digest);
  };
  static constexpr ByteArray<1> file = {7};
  add([](Launch&) {});
  add([](Launch& launch) { launch.kernel.reset(); });
  add([](Launch& launch) { launch.kernel->image = file; });
  add([](Launch& launch) { launch.kernel->initrd = file; });
  add([](Launch& launch) { launch.kernel->command_line = "quiet"; });
  add([](Launch& launch) { launch.processors = 2; });
  add([](Launch& launch) { launch.processor_signature = 0x800f12; });
  add([](Launch& launch) { launch.features = 0x21; });
  add([](Launch& launch) { launch.monitor = Monitor::ec2; });
  add([](Launch& launch) { launch.monitor = Monitor::gce; });
  add([](Launch& launch) { launch.firmware_digest = Digest384{}; });
}

TEST(LaunchDigest, TheFirmwaresOwnDigestStandsInForItsPages) {
  const Bytes image = firmware(usual);
  const Digest384 known = snp_firmware_digest(image).value();
  Bytes changed = image;
  changed[0] ^= 1;
  EXPECT_EQ(snp_launch_digest({.firmware = changed, .firmware_digest = known}).value(),
            snp_launch_digest({.firmware = image}).value());
  EXPECT_NE(snp_launch_digest({.firmware = changed}).value(),
            snp_launch_digest({.firmware = image}).value());
}

TEST(LaunchDigest, AKernelThatTheFirmwareDoesNotCheckIsDenied) {
  const Bytes none = firmware({{0x800000, 0x2000, 1}});
  const Bytes nowhere = firmware(usual, 0);
  const Bytes too_far = firmware(usual, 0x810fff);
  const Bytes two_pages = firmware({{0x810000, 0x2000, 0x10}});
  for (const Bytes* image : {&none, &nowhere, &too_far, &two_pages}) {
    EXPECT_FALSE(snp_launch_digest({.firmware = *image, .kernel = Kernel{}}).ok());
    EXPECT_TRUE(snp_launch_digest({.firmware = *image}).ok());
  }
  EXPECT_FALSE(sev_launch_digest({.firmware = nowhere, .kernel = Kernel{}}).ok());
  EXPECT_TRUE(sev_launch_digest({.firmware = none, .kernel = Kernel{}}).ok());
}

TEST(LaunchDigest, ProcessorsAreCountedAndHaveAPlaceToStart) {
  const Bytes image = firmware(usual);
  const Bytes alone = firmware(usual, 0x810c00, false);
  for (const uint32_t processors : {0U, 4097U, 0xffffffffU}) {
    EXPECT_FALSE(snp_launch_digest({.firmware = image, .processors = processors}).ok());
    EXPECT_FALSE(sev_es_launch_digest({.firmware = image, .processors = processors}).ok());
  }
  EXPECT_TRUE(snp_launch_digest({.firmware = alone}).ok());
  EXPECT_FALSE(snp_launch_digest({.firmware = alone, .processors = 2}).ok());
  EXPECT_NE(sev_es_launch_digest({.firmware = image}).value(),
            sev_es_launch_digest({.firmware = image, .processors = 2}).value());
}

TEST(Ovmf, BrokenImagesAreRefused) {
  for (const size_t size : {0U, 1U, 4095U, 4097U, 6000U})
    EXPECT_FALSE(parse_ovmf(Bytes(size)).ok());
  const Bytes bare(page_size);
  EXPECT_TRUE(parse_ovmf(bare).ok());
  for (const Section& section :
       {Section{0x800001, 0x1000, 1}, Section{0x800000, 0x1001, 1}, Section{0x800000, 0x1000, 5},
        Section{0x800000, 0x1000, 0}, Section{0x800000, 0x20000000, 1}}) {
    EXPECT_FALSE(parse_ovmf(firmware({section})).ok());
  }
}

TEST(Ovmf, NoChangeOfItsTablesEscapesTheBounds) {
  const Bytes good = firmware(usual);
  // The metadata and the table of GUIDs: any answer, but within the image.
  for (size_t i = image_size - 0x800; i < image_size; ++i) {
    for (const uint8_t value : {uint8_t{0}, uint8_t{0xff}}) {
      Bytes mutant = good;
      mutant[i] = value;
      const auto parsed = parse_ovmf(mutant);
      EXPECT_TRUE(!parsed.ok() || parsed->metadata.size() <= 64U);
    }
  }
}

}  // namespace
}  // namespace anchorhold::snp
