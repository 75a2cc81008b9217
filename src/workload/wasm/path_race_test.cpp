// Somebody exchanges folders and links while a module walks through them: it never gets outside.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "workload/wasm/path_calls_test.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr int rounds = 2000;
constexpr unsigned exchange = 2;  // RENAME_EXCHANGE

// Meddler: renames back and forth until it is destroyed.
class Meddler {
 public:
  Meddler(const std::string& one, const std::string& other, unsigned flags)
      : thread_([this, one, other, flags] {
          while (!done_) {
            rename(one, other, flags);
            rename(other, one, flags);
          }
        }) {}
  ~Meddler() {
    done_ = true;
    thread_.join();
  }

 private:
  static void rename(const std::string& from, const std::string& to, unsigned flags) {
    ::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags);
    std::this_thread::yield();  // both take turns also where there is only one core
  }

  std::atomic<bool> done_ = false;
  std::thread thread_;
};

void expect_one_of(Errno result, std::initializer_list<Errno> allowed, const char* what) {
  EXPECT_NE(std::find(allowed.begin(), allowed.end(), result), allowed.end())
      << what << " gave " << static_cast<int>(result);
}

TEST(WasiPathRace, AFolderThatTurnsIntoALinkLeadsNowhere) {
  WasiWorld world;
  PathCalls paths(world);
  const std::string folder = world.folder();
  std::filesystem::create_directory(folder + "/door");
  std::filesystem::create_directory_symlink("..", folder + "/trap");
  const Meddler meddler(folder + "/door", folder + "/trap", exchange);
  for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round) {
    const OpenCall reading{.lookup = symlink_follow, .base = right::fd_read};
    expect_one_of(paths.open("door/outside", reading), {Errno::perm, Errno::noent}, "open");
    expect_one_of(paths.status("door/outside", symlink_follow), {Errno::perm, Errno::noent},
                  "status");
    expect_one_of(paths.unlink("door/outside"), {Errno::perm, Errno::noent}, "unlink");
    expect_one_of(paths.rename("door/outside", "stolen"), {Errno::perm, Errno::noent}, "rename");
    expect_one_of(paths.link("door/outside", "stolen"), {Errno::perm, Errno::noent}, "link");
    expect_one_of(paths.create_directory("door/new"), {Errno::perm, Errno::exist, Errno::success},
                  "create");
    expect_one_of(paths.remove_directory("door/new"), {Errno::perm, Errno::noent, Errno::success},
                  "remove");
    paths.unlink("trap/new");
    paths.remove_directory("trap/new");
    std::this_thread::yield();
  }
  EXPECT_TRUE(world.outside_is_untouched());
}

TEST(WasiPathRace, AFolderThatMovesUpLeavesNoWayOut) {
  WasiWorld world;
  PathCalls paths(world);
  const std::string folder = world.folder();
  std::filesystem::create_directories(folder + "/a/b/deep");
  const Meddler meddler(folder + "/a/b/deep", folder + "/deep", 0);
  for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round) {
    expect_one_of(paths.status("a/b/deep/../../../../outside"),
                  {Errno::perm, Errno::noent, Errno::again}, "status");
    const Errno created = paths.open("a/b/deep/../../../outside", {.oflags = oflag::creat});
    expect_one_of(created, {Errno::perm, Errno::noent, Errno::success, Errno::again}, "open");
    std::this_thread::yield();
    if (created != Errno::success) continue;
    EXPECT_EQ(world.host().fd_close(paths.opened()), Errno::success);
    EXPECT_EQ(paths.unlink("outside"), Errno::success);
  }
  EXPECT_TRUE(world.outside_is_untouched());
}

}  // namespace
}  // namespace anchorhold::wasi
