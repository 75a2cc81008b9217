#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "testkit/wasi_world.h"
#include "workload/wasm/clocks.h"

namespace {

// How far the real clock is set ahead at each reading of it.
std::atomic<time_t> set_ahead_seconds = 0;
std::atomic<time_t> ahead_seconds = 0;

}  // namespace

// In place of the C library's: no test sets the machine's clock.
int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (::syscall(SYS_clock_gettime, clock, time) != 0) return -1;
  if (clock == CLOCK_REALTIME) time->tv_sec += ahead_seconds += set_ahead_seconds;
  return 0;
}

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr uint8_t clock_event = 0;
constexpr uint8_t read_event = 1;
constexpr uint8_t write_event = 2;
constexpr uint64_t millisecond = 1'000'000;

struct Event {
  uint64_t userdata = 0;
  Errno error = Errno::success;
  uint8_t type = 0;
  uint64_t bytes = 0;
  uint16_t flags = 0;
};

class WasiPoll : public ::testing::Test {
 protected:
  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}}}};
  Host& host_ = world_.host();
  Pointer in_ = world_.room(size_t{48} * 16);
  Pointer out_ = world_.room(size_t{32} * 16);
  Pointer count_ = world_.room(4);
  Size subscribed_ = 0;

  Pointer subscribe(uint64_t userdata, uint8_t type, uint32_t subject) {
    const Pointer at = in_ + 48 * subscribed_++;
    const Guest guest = world_.guest();
    guest.store(at, userdata);
    guest.store(at + 8, type);
    guest.store(at + 16, subject);
    return at;
  }
  void subscribe_clock(uint64_t userdata, uint32_t clock, uint64_t timeout, uint16_t flags = 0) {
    const Pointer at = subscribe(userdata, clock_event, clock);
    world_.guest().store(at + 24, timeout);
    world_.guest().store(at + 40, flags);
  }
  std::vector<Event> poll();
};

std::vector<Event> WasiPoll::poll() {
  EXPECT_EQ(host_.poll_oneoff(in_, out_, subscribed_, count_), Errno::success);
  std::vector<Event> events;
  for (Size i = 0; i < world_.u32(count_); ++i) {
    const Pointer at = out_ + 32 * i;
    events.push_back({.userdata = world_.u64(at),
                      .error = Errno{world_.u16(at + 8)},
                      .type = world_.memory()[at + 10],
                      .bytes = world_.u64(at + 16),
                      .flags = world_.u16(at + 24)});
  }
  subscribed_ = 0;
  return events;
}

TEST_F(WasiPoll, WaitsForAClock) {
  for (const uint32_t clock : {0U, 1U}) {
    const auto start = std::chrono::steady_clock::now();
    subscribe_clock(0x1122334455667788, clock, 20 * millisecond);
    const auto events = poll();
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(20));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].userdata, 0x1122334455667788U);
    EXPECT_EQ(events[0].error, Errno::success);
    EXPECT_EQ(events[0].type, clock_event);
    EXPECT_EQ(events[0].bytes, 0U);
  }
}

TEST_F(WasiPoll, WaitsAsLongAsItIsToldWhateverTheRealClockIsSetTo) {
  for (const time_t step : {3600, -3600}) {
    const auto start = std::chrono::steady_clock::now();
    set_ahead_seconds = step;
    subscribe_clock(1, 0, 20 * millisecond);
    const auto events = poll();
    set_ahead_seconds = 0;
    ahead_seconds = 0;
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(20)) << step;
    EXPECT_EQ(events.size(), 1U);
  }
}

TEST_F(WasiPoll, WaitsUntilATime) {
  for (const auto& [clock, host_clock] : {std::pair{0U, CLOCK_REALTIME}, {1U, CLOCK_MONOTONIC}}) {
    const uint64_t deadline = time_of(host_clock) + 20 * millisecond;
    subscribe_clock(7, clock, deadline, 1);
    ASSERT_EQ(poll().size(), 1U);
    EXPECT_GE(time_of(host_clock), deadline);
    subscribe_clock(7, clock, 1, 1);
    EXPECT_EQ(poll().size(), 1U) << "long gone";
  }
}

TEST_F(WasiPoll, EndsAtTheFirstClock) {
  subscribe_clock(1, 1, UINT64_MAX);
  subscribe_clock(2, 1, millisecond);
  subscribe_clock(3, 0, UINT64_MAX, 1);
  const auto events = poll();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].userdata, 2U);
}

TEST_F(WasiPoll, SaysWhichClocksItCannotWaitFor) {
  subscribe_clock(1, 2, 0);
  subscribe_clock(2, 3, 0);
  subscribe_clock(3, 4, 0);
  subscribe_clock(4, 1, 0, 2);
  const auto events = poll();
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0].error, Errno::notsup);
  EXPECT_EQ(events[1].error, Errno::notsup);
  EXPECT_EQ(events[2].error, Errno::inval);
  EXPECT_EQ(events[3].error, Errno::inval);
  EXPECT_EQ(events[3].userdata, 4U);
}

TEST_F(WasiPoll, SeesStreamsThatAreReadyInOrder) {
  world_.type("x");
  subscribe(1, write_event, 2);
  subscribe_clock(2, 1, UINT64_MAX);
  subscribe(3, read_event, 0);
  subscribe(4, write_event, 1);
  const auto events = poll();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].userdata, 1U);
  EXPECT_EQ(events[0].type, write_event);
  EXPECT_EQ(events[1].userdata, 3U);
  EXPECT_EQ(events[1].type, read_event);
  EXPECT_EQ(events[1].bytes, 1U);
  EXPECT_EQ(events[1].flags, 0U);
  EXPECT_EQ(events[2].userdata, 4U);
}

TEST_F(WasiPoll, WaitsForAStream) {
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    world_.type("late");
  });
  subscribe(5, read_event, 0);
  const auto events = poll();
  writer.join();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].userdata, 5U);
  EXPECT_EQ(events[0].error, Errno::success);
}

TEST_F(WasiPoll, TimesOutWhenAStreamIsSilent) {
  subscribe(5, read_event, 0);
  subscribe_clock(6, 1, millisecond);
  const auto events = poll();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].userdata, 6U);
}

TEST_F(WasiPoll, SeesThatTheOtherSideLeft) {
  world_.end_of_input();
  world_.stop_reading();
  subscribe(1, read_event, 0);
  subscribe(2, write_event, 1);
  const auto events = poll();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].flags, 1U);
  EXPECT_EQ(events[1].flags, 1U);
}

TEST_F(WasiPoll, FilesAreAlwaysReady) {
  world_.write_file("file", "12345");
  const auto file = world_.open(
      "file", right::fd_read | right::fd_write | right::fd_seek | right::poll_fd_readwrite);
  const auto input = world_.open(
      "letters", right::fd_read | right::fd_seek | right::poll_fd_readwrite, 0, 0, WasiWorld::in);
  ASSERT_TRUE(file && input);
  ASSERT_EQ(host_.fd_seek(*file, 2, 0, world_.room(8)), Errno::success);
  ASSERT_EQ(host_.fd_seek(*input, 100, 0, world_.room(8)), Errno::success);
  subscribe(1, read_event, *file);
  subscribe(2, write_event, *file);
  subscribe(3, read_event, *input);
  subscribe(4, read_event, 0);
  const auto events = poll();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].bytes, 3U);
  EXPECT_EQ(events[1].error, Errno::success);
  EXPECT_EQ(events[2].bytes, 0U);
}

TEST_F(WasiPoll, TellsTheErrorOfEachEvent) {
  const auto quiet = world_.open("file", right::fd_read, oflag::creat);
  const auto reader = world_.open("file", right::fd_read | right::poll_fd_readwrite);
  ASSERT_TRUE(quiet && reader);
  subscribe(1, read_event, 77);
  subscribe(2, read_event, WasiWorld::out);
  subscribe(3, read_event, *quiet);
  subscribe(4, write_event, *reader);
  subscribe(5, write_event, 0);
  subscribe_clock(6, 1, UINT64_MAX);
  const auto events = poll();
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[0].error, Errno::badf);
  EXPECT_EQ(events[1].error, Errno::badf);
  for (size_t i = 2; i < 5; ++i) EXPECT_EQ(events[i].error, Errno::notcapable) << i;
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(events[i].userdata, i + 1);
}

TEST_F(WasiPoll, RefusesNothingTooMuchAndUnknownTypes) {
  EXPECT_EQ(host_.poll_oneoff(in_, out_, 0, count_), Errno::inval);
  EXPECT_EQ(host_.poll_oneoff(in_, out_, 4097, count_), Errno::inval);
  EXPECT_EQ(host_.poll_oneoff(in_, out_, UINT32_MAX, count_), Errno::inval);
  subscribe(1, 3, 0);
  EXPECT_EQ(host_.poll_oneoff(in_, out_, 1, count_), Errno::inval);
}

TEST_F(WasiPoll, MayWriteItsEventsWhereItsSubscriptionsWere) {
  subscribe_clock(1, 1, 0);
  subscribe_clock(2, 1, 0);
  out_ = in_;
  const auto events = poll();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].userdata, 1U);
  EXPECT_EQ(events[1].userdata, 2U);
}

}  // namespace
}  // namespace anchorhold::wasi
