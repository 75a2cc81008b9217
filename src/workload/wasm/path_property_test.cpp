// Thousands of paths over random folders full of links: what they reach lies inside, and is what
// the model says.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "workload/wasm/path_calls_test.h"
#include "workload/wasm/path_model_test.h"

namespace anchorhold::wasi {
namespace {

namespace fs = std::filesystem;
using testkit::WasiWorld;

constexpr int worlds = 10;
constexpr int calls_in_each = 500;

class PathLottery {
 public:
  explicit PathLottery(unsigned seed) : engine_(seed) {}

  size_t below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(engine_); }
  bool one_in(size_t count) { return below(count) == 0; }

  std::string name() {
    static const std::vector<std::string> names = {"a", "b", "c", "d", "e", "\u00fc"};
    return names[below(names.size())];
  }

  // A path of any kind: most stay inside.
  std::string path() {
    std::string text = one_in(25) ? "/" : "";
    const size_t components = 1 + below(6);
    for (size_t i = 0; i < components; ++i) {
      text += component();
      const bool last = i + 1 == components;
      if (!last || one_in(5)) text += std::string(one_in(6) ? 3 : 1, '/');
    }
    return text;
  }

  // A link's target is any path that the kernel takes.
  std::string target(const WasiWorld& world) {
    switch (below(9)) {
      case 0:
        return world.outside();
      case 1:
        return world.folder();
      case 2:
        return "../outside";
      case 3:
        return "../../..";
      default:
        return name() + (one_in(2) ? "/" + one_of({"..", ".", name(), "../.."}) : "");
    }
  }

 private:
  std::string one_of(const std::vector<std::string>& list) { return list[below(list.size())]; }

  std::string component() {
    switch (below(60)) {
      case 0:
        return std::string(255, 'l');
      case 1:
        return std::string(256, 'l');
      case 2:
        return {"a\0b", 3};
      case 3:
        return "\xff";
      case 4:
        return "";
      case 5:
        return "outside";
      default:
        return one_in(4) ? one_of({".", "..", ".."}) : name();
    }
  }

  std::mt19937 engine_;
};

class PathProperty {
 public:
  explicit PathProperty(unsigned seed) : lottery_(seed), seed_(seed) {
    fill(world_.folder(), 3);
    model_.emplace(world_.folder());
  }

  void run() {
    for (int i = 0; i < calls_in_each && !::testing::Test::HasFailure(); ++i) one_call();
    EXPECT_TRUE(world_.outside_is_untouched()) << "seed " << seed_;
  }

 private:
  void fill(const std::string& folder, int depth) {
    for (size_t i = 0; i < 5; ++i) {
      const std::string path = folder + "/" + lottery_.name();
      if (fs::exists(fs::symlink_status(path))) continue;
      const size_t kind = lottery_.below(4);
      if (kind == 0) std::ofstream(path) << "inside";
      if (kind == 1) fs::create_symlink(lottery_.target(world_), path);
      if (kind >= 2 && depth > 0) {
        fs::create_directory(path);
        fill(path, depth - 1);
      }
    }
  }

  // Now and then the calls go through another folder that is open.
  void choose_folder() {
    if (lottery_.one_in(10)) {
      if (folder_ != WasiWorld::out) world_.host().fd_close(folder_);
      folder_ = WasiWorld::out;
      const OpenCall call{.oflags = oflag::directory,
                          .base = all_folder_rights,
                          .inheriting = all_folder_rights | all_file_rights};
      if (paths_.open(lottery_.path(), call) == Errno::success) folder_ = paths_.opened();
    }
    ASSERT_EQ(world_.host().fd_filestat_get(folder_, stat_), Errno::success);
    root_ = model_->folder_of(world_.u64(stat_ + 8));
    if (root_ != nullptr) return;
    folder_ = WasiWorld::out;  // it was removed
    struct stat status {};
    ASSERT_EQ(::stat(world_.folder().c_str(), &status), 0);
    root_ = model_->folder_of(status.st_ino);
  }

  void one_call() {
    choose_folder();
    const std::string path = lottery_.path();
    SCOPED_TRACE("seed " + std::to_string(seed_) + ": " + ::testing::PrintToString(path));
    switch (lottery_.below(9)) {
      case 0:
        return changed(paths_.create_directory(path, folder_),
                       PathModel::create_directory(*root_, path));
      case 1:
        return changed(paths_.remove_directory(path, folder_),
                       PathModel::remove_directory(*root_, path));
      case 2:
        return changed(paths_.unlink(path, folder_), PathModel::unlink(*root_, path));
      case 3:
        return changed(paths_.symlink(relative_target(), path, folder_),
                       PathModel::symlink(*root_, path));
      case 4:
        return two_paths(path);
      case 5:
        return create_file(path);
      case 6:
        return open(path);
      default:
        return look(path);
    }
  }

  std::string relative_target() {
    const std::string target = lottery_.target(world_);
    return target.substr(target.find_first_not_of('/'));
  }

  void changed(Errno result, Errno expected) {
    EXPECT_EQ(result, expected);
    if (result == Errno::success) model_.emplace(world_.folder());
  }

  // Moving and linking: whatever happens, it happens inside.
  void two_paths(const std::string& path) {
    const std::string fresh = lottery_.path();
    const bool renames = lottery_.one_in(2);
    if (renames) {
      paths_.rename(path, fresh, folder_, WasiWorld::out);
    } else {
      paths_.link(path, fresh, folder_, WasiWorld::out);
    }
    EXPECT_TRUE(world_.outside_is_untouched());
    model_.emplace(world_.folder());
  }

  void create_file(const std::string& path) {
    const bool follow = lottery_.one_in(2);
    const Errno result = paths_.open(
        path,
        {.lookup = follow ? symlink_follow : 0, .oflags = oflag::creat, .base = right::fd_write},
        folder_);
    model_.emplace(world_.folder());
    if (result != Errno::success) return;
    const Descriptor opened = paths_.opened();
    EXPECT_EQ(world_.host().fd_write(opened, written_, 1, stat_), Errno::success);
    EXPECT_EQ(world_.host().fd_close(opened), Errno::success);
    EXPECT_TRUE(world_.outside_is_untouched());
  }

  void open(const std::string& path) {
    const bool follow = lottery_.one_in(2);
    const ModelResult expected = PathModel::find(*root_, path, follow);
    const OpenCall call{.lookup = follow ? symlink_follow : 0,
                        .base = right::fd_read | right::fd_filestat_get};
    const Errno result = paths_.open(path, call, folder_);
    const bool link = expected.node != nullptr && expected.node->is_link();
    ASSERT_EQ(result, link ? Errno::loop : expected.error);
    if (result != Errno::success) return;
    const Descriptor opened = paths_.opened();
    ASSERT_EQ(world_.host().fd_filestat_get(opened, stat_), Errno::success);
    EXPECT_EQ(world_.u64(stat_ + 8), expected.node->inode);
    EXPECT_EQ(world_.host().fd_close(opened), Errno::success);
  }

  void look(const std::string& path) {
    const bool follow = lottery_.one_in(2);
    const ModelResult expected = PathModel::find(*root_, path, follow);
    EXPECT_EQ(paths_.status(path, follow ? symlink_follow : 0, folder_), expected.error);
    if (expected.node == nullptr) return;
    EXPECT_EQ(paths_.inode(), expected.node->inode);
    EXPECT_EQ(paths_.type(), expected.node->type);
    if (!expected.node->is_link()) return;
    ASSERT_EQ(paths_.read_link(path, PathCalls::room_bytes, folder_), Errno::success);
    EXPECT_EQ(paths_.target(), expected.node->target);
  }

  WasiWorld world_;
  PathCalls paths_{world_};
  Pointer stat_ = world_.room(64);
  Pointer written_ = world_.vectors_of({"written"});
  PathLottery lottery_;
  unsigned seed_;
  std::optional<PathModel> model_;
  Descriptor folder_ = WasiWorld::out;
  const ModelNode* root_ = nullptr;
};

TEST(WasiPathProperty, WhateverResolvesLiesInsideAndIsWhatTheModelSays) {
  for (unsigned seed = 1; seed <= worlds && !HasFailure(); ++seed) PathProperty(seed).run();
}

}  // namespace
}  // namespace anchorhold::wasi
