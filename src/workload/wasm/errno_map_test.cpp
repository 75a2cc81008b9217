#include "workload/wasm/errno_map.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace anchorhold::wasi {
namespace {

TEST(WasiErrno, HasTheNumbersOfTheStandard) {
  EXPECT_EQ(static_cast<int>(Errno::success), 0);
  EXPECT_EQ(static_cast<int>(Errno::badf), 8);
  EXPECT_EQ(static_cast<int>(Errno::inval), 28);
  EXPECT_EQ(static_cast<int>(Errno::noent), 44);
  EXPECT_EQ(static_cast<int>(Errno::notdir), 54);
  EXPECT_EQ(static_cast<int>(Errno::notsock), 57);
  EXPECT_EQ(static_cast<int>(Errno::spipe), 70);
  EXPECT_EQ(static_cast<int>(Errno::xdev), 75);
  EXPECT_EQ(static_cast<int>(Errno::notcapable), 76);
}

TEST(WasiErrno, KeepsTheNameThatTheKernelGave) {
  EXPECT_EQ(errno_of(0), Errno::success);
  EXPECT_EQ(errno_of(E2BIG), Errno::toobig);
  EXPECT_EQ(errno_of(EAGAIN), Errno::again);
  EXPECT_EQ(errno_of(ELOOP), Errno::loop);
  EXPECT_EQ(errno_of(ENOSPC), Errno::nospc);
  EXPECT_EQ(errno_of(ENOTSUP), Errno::notsup);
  EXPECT_EQ(errno_of(EXDEV), Errno::xdev);
}

TEST(WasiErrno, CallsWhatTheStandardDoesNotNameAnInputOutputError) {
  EXPECT_EQ(errno_of(EIO), Errno::io);
  EXPECT_EQ(errno_of(EUCLEAN), Errno::io);
  EXPECT_EQ(errno_of(-1), Errno::io);
}

TEST(WasiErrno, IsOfTheCallThatFailedLast) {
  errno = EROFS;
  EXPECT_EQ(last_errno(), Errno::rofs);
}

}  // namespace
}  // namespace anchorhold::wasi
