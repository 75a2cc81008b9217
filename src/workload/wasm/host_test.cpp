#include "workload/wasm/host.h"

#include <gtest/gtest.h>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

TEST(WasiProgram, GetsItsArgumentsAndEnvironment) {
  WasiWorld world({.program = {{"app", "", "two words"}, {"A=1", "B="}}});
  Host& host = world.host();
  const Pointer count = world.room(4);
  const Pointer bytes = world.room(4);
  ASSERT_EQ(host.args_sizes_get(count, bytes), Errno::success);
  EXPECT_EQ(world.u32(count), 3U);
  EXPECT_EQ(world.u32(bytes), 15U);
  const Pointer places = world.room(12);
  const Pointer buffer = world.room(15);
  ASSERT_EQ(host.args_get(places, buffer), Errno::success);
  EXPECT_EQ(world.text_at(buffer, 15), std::string("app\0\0two words\0", 15));
  EXPECT_EQ(world.u32(places), buffer);
  EXPECT_EQ(world.u32(places + 4), buffer + 4);
  EXPECT_EQ(world.u32(places + 8), buffer + 5);
  ASSERT_EQ(host.environ_sizes_get(count, bytes), Errno::success);
  EXPECT_EQ(world.u32(count), 2U);
  EXPECT_EQ(world.u32(bytes), 7U);
  ASSERT_EQ(host.environ_get(places, buffer), Errno::success);
  EXPECT_EQ(world.text_at(buffer, 7), std::string("A=1\0B=\0", 7));
}

TEST(WasiProgram, MayHaveNoArgumentsAtAll) {
  WasiWorld world;
  const Pointer sizes = world.room(8);
  ASSERT_EQ(world.host().args_sizes_get(sizes, sizes + 4), Errno::success);
  EXPECT_EQ(world.u64(sizes), 0U);
  EXPECT_EQ(world.host().args_get(UINT32_MAX, UINT32_MAX), Errno::success) << "nothing to store";
}

TEST(WasiProgram, ArgumentsFillMemoryToItsLastByteAndNotBeyond) {
  WasiWorld world({.program = {{"123", "4567"}, {}}});
  const auto end = static_cast<Pointer>(world.memory().size());
  EXPECT_EQ(world.host().args_get(0, end - 9), Errno::success);
  EXPECT_EQ(world.host().args_get(0, end - 8), Errno::fault);
  EXPECT_EQ(world.host().args_get(end - 8, 0), Errno::success);
  EXPECT_EQ(world.host().args_get(end - 7, 0), Errno::fault);
  EXPECT_EQ(world.host().args_get(0, UINT32_MAX - 3), Errno::fault);
  EXPECT_EQ(world.host().args_get(UINT32_MAX - 3, 0), Errno::fault);
}

TEST(WasiProgram, ExitsWithItsCode) {
  WasiWorld world;
  world.host().proc_exit(33);
  EXPECT_EQ(world.exit_code(), 33U);
}

TEST(WasiProgram, CannotRaiseSignals) {
  WasiWorld world;
  EXPECT_EQ(world.host().proc_raise(0), Errno::success);
  EXPECT_EQ(world.host().proc_raise(9), Errno::notsup);
  EXPECT_EQ(world.host().proc_raise(30), Errno::notsup);
  EXPECT_EQ(world.host().proc_raise(31), Errno::inval);
  EXPECT_EQ(world.host().proc_raise(UINT32_MAX), Errno::inval);
}

TEST(WasiProgram, YieldsTheProcessor) {
  WasiWorld world;
  EXPECT_EQ(world.host().sched_yield(), Errno::success);
}

TEST(WasiRandom, FillsAnyLengthWithDifferentBytes) {
  WasiWorld world;
  const Pointer here = world.room(32);
  const Pointer there = world.room(32);
  EXPECT_EQ(world.host().random_get(here, 0), Errno::success);
  EXPECT_EQ(world.text_at(here, 32), std::string(32, '\0'));
  ASSERT_EQ(world.host().random_get(here, 32), Errno::success);
  ASSERT_EQ(world.host().random_get(there, 31), Errno::success);
  EXPECT_NE(world.text_at(here, 31), world.text_at(there, 31));
  EXPECT_EQ(world.text_at(there + 31, 1), std::string(1, '\0'));
  EXPECT_EQ(world.host().random_get(0, static_cast<Size>(world.memory().size())), Errno::success);
}

TEST(WasiClocks, TellTimeAndResolution) {
  WasiWorld world;
  Host& host = world.host();
  const Pointer time = world.room(8);
  for (uint32_t clock = 0; clock < 4; ++clock) {
    ASSERT_EQ(host.clock_res_get(clock, time), Errno::success);
    EXPECT_GT(world.u64(time), 0U);
    EXPECT_LE(world.u64(time), 1'000'000'000U);
    ASSERT_EQ(host.clock_time_get(clock, 0, time), Errno::success);
    const uint64_t before = world.u64(time);
    EXPECT_GT(before, 0U);
    ASSERT_EQ(host.clock_time_get(clock, UINT64_MAX, time), Errno::success);
    EXPECT_GE(world.u64(time), before);
  }
  ASSERT_EQ(host.clock_time_get(0, 0, time), Errno::success);
  EXPECT_GT(world.u64(time), uint64_t{1'700'000'000} * 1'000'000'000) << "since 1970";
}

TEST(WasiClocks, OtherClocksAreInvalid) {
  WasiWorld world;
  const Pointer time = world.room(8);
  for (const uint32_t clock : {4U, 7U, UINT32_MAX}) {
    EXPECT_EQ(world.host().clock_res_get(clock, time), Errno::inval);
    EXPECT_EQ(world.host().clock_time_get(clock, 0, time), Errno::inval);
  }
}

TEST(WasiSockets, NothingOpenIsOne) {
  WasiWorld world;
  Host& host = world.host();
  for (const Descriptor fd : {0U, 1U, 2U, WasiWorld::in, WasiWorld::out}) {
    EXPECT_EQ(host.sock_accept(fd, 0, 0), Errno::notsock);
    EXPECT_EQ(host.sock_recv(fd, 0, 0, 0, 0, 0), Errno::notsock);
    EXPECT_EQ(host.sock_send(fd, 0, 0, 0, 0), Errno::notsock);
    EXPECT_EQ(host.sock_shutdown(fd, 1), Errno::notsock);
  }
  for (const Descriptor fd : {77U, UINT32_MAX}) {
    EXPECT_EQ(host.sock_accept(fd, 0, 0), Errno::badf);
    EXPECT_EQ(host.sock_recv(fd, 0, 0, 0, 0, 0), Errno::badf);
    EXPECT_EQ(host.sock_send(fd, 0, 0, 0, 0), Errno::badf);
    EXPECT_EQ(host.sock_shutdown(fd, 1), Errno::badf);
  }
}

}  // namespace
}  // namespace anchorhold::wasi
