#include "workload/wasm/guest.h"

#include <gtest/gtest.h>

#include <numeric>

namespace anchorhold::wasi {
namespace {

constexpr Pointer guest_end = 256;
constexpr Pointer last_pointer = UINT32_MAX;

TEST(WasiGuest, GivesRangesThatLieInsideAndNoOthers) {
  Bytes memory(guest_end);
  const Guest guest(memory);
  struct Case {
    Pointer at;
    uint64_t bytes;
    bool inside;
  };
  const Case cases[] = {{0, 0, true},
                        {0, guest_end, true},
                        {0, guest_end + 1, false},
                        {guest_end - 1, 1, true},
                        {guest_end - 1, 2, false},
                        {guest_end, 0, true},
                        {guest_end, 1, false},
                        {guest_end + 1, 0, false},
                        {last_pointer, 0, false},
                        {last_pointer, 1, false},
                        {1, last_pointer, false},
                        {1, UINT64_MAX, false},
                        {last_pointer, UINT64_MAX, false}};
  for (const Case& one : cases) {
    const auto place = guest.range(one.at, one.bytes);
    EXPECT_EQ(place.has_value(), one.inside) << one.at << " + " << one.bytes;
    if (!place) continue;
    EXPECT_EQ(place->data(), memory.data() + one.at);
    EXPECT_EQ(place->size(), one.bytes);
  }
}

TEST(WasiGuest, LoadsAndStoresLittleEndianNumbersAlignedOrNot) {
  Bytes memory(guest_end);
  const Guest guest(memory);
  EXPECT_TRUE(guest.store(3, uint32_t{0x01020304}));
  EXPECT_EQ((Bytes{memory.begin() + 3, memory.begin() + 7}), (Bytes{4, 3, 2, 1}));
  uint16_t half = 0;
  EXPECT_TRUE(guest.load(4, half));
  EXPECT_EQ(half, 0x0203);
  EXPECT_TRUE(guest.store(guest_end - 8, uint64_t{1}));
  EXPECT_FALSE(guest.store(guest_end - 7, uint64_t{1}));
  EXPECT_FALSE(guest.load(guest_end - 1, half));
  EXPECT_EQ(half, 0x0203) << "a load that fails changes nothing";
}

TEST(WasiGuest, FollowsEveryVectorOfAList) {
  Bytes memory(guest_end);
  const Guest guest(memory);
  guest.store(8, Pointer{100});
  guest.store(12, Size{5});
  guest.store(16, Pointer{guest_end});
  guest.store(20, Size{0});
  const auto parts = guest.vectors(8, 2);
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ(parts->front().data(), memory.data() + 100);
  EXPECT_EQ(parts->front().size(), 5U);
  EXPECT_TRUE(parts->back().empty());
  EXPECT_TRUE(guest.vectors(guest_end, 0).has_value());
}

TEST(WasiGuest, RefusesVectorsThatLieOutside) {
  Bytes memory(guest_end);
  const Guest guest(memory);
  EXPECT_FALSE(guest.vectors(guest_end - 7, 1).has_value());
  EXPECT_FALSE(guest.vectors(0, guest_end / 8 + 1).has_value());
  EXPECT_FALSE(guest.vectors(last_pointer, 1).has_value());
  EXPECT_FALSE(guest.vectors(0, last_pointer).has_value());
  guest.store(0, Pointer{guest_end - 1});
  guest.store(4, Size{2});
  EXPECT_FALSE(guest.vectors(0, 1).has_value());
  guest.store(0, Pointer{2});
  guest.store(4, last_pointer);
  EXPECT_FALSE(guest.vectors(0, 1).has_value());
}

TEST(WasiGuest, RefusesMoreVectorsThanTheKernelTakes) {
  Bytes memory(size_t{8} * (max_vectors + 1));
  const Guest guest(memory);
  EXPECT_TRUE(guest.vectors(0, max_vectors).has_value());
  EXPECT_FALSE(guest.vectors(0, max_vectors + 1).has_value());
}

TEST(WasiGuest, LaysFilestatOutAsTheStandardSays) {
  Bytes memory(guest_end);
  const Guest guest(memory);
  const Filestat stat = {.device = 1,
                         .inode = 2,
                         .type = Filetype::regular_file,
                         .links = 3,
                         .size = 5,
                         .accessed = 6,
                         .modified = 7,
                         .changed = 8};
  ASSERT_TRUE(guest.store_filestat(8, stat));
  std::array<uint64_t, 8> fields = {};
  std::memcpy(fields.data(), &memory[8], sizeof fields);
  EXPECT_EQ(fields, (std::array<uint64_t, 8>{1, 2, 4, 3, 5, 6, 7, 8}));
  EXPECT_TRUE(guest.store_filestat(guest_end - 64, stat));
  EXPECT_FALSE(guest.store_filestat(guest_end - 63, stat));
}

}  // namespace
}  // namespace anchorhold::wasi
