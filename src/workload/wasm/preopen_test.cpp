#include "workload/wasm/preopen.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

os::SocketStream nobody() {
  return os::SocketStream(std::move(os::socket_pair(os::SocketKind::stream)).value().first);
}

TEST(WasiPreopen, StreamsThenInputsThenFoldersInOrder) {
  const testkit::WasiWorld world;
  auto table = make_table(
      {{{"/out", world.folder(), false}, {"/lib", world.folder(), true}}, "/in", {{"a", 1}}},
      nobody());
  ASSERT_TRUE(table.ok());
  for (Descriptor fd = 0; fd < 3; ++fd) {
    EXPECT_EQ(table->find(fd)->kind, Kind::stream);
    EXPECT_EQ(table->find(fd)->preopen, "");
    EXPECT_GT(table->find(fd)->fd.get(), 2);
  }
  EXPECT_EQ(table->find(0)->base, stream_input_rights);
  EXPECT_EQ(table->find(2)->base, stream_output_rights);
  EXPECT_EQ(table->find(3)->kind, Kind::inputs);
  EXPECT_EQ(table->find(3)->preopen, "/in");
  EXPECT_EQ(table->find(3)->inputs->list().size(), 1U);
  EXPECT_EQ(table->find(4)->preopen, "/out");
  EXPECT_EQ(table->find(4)->kind, Kind::folder);
  EXPECT_EQ(::fcntl(table->find(4)->fd.get(), F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(table->find(5)->preopen, "/lib");
  EXPECT_EQ(table->find(6), nullptr);
}

TEST(WasiPreopen, WhatIsOnlyForReadingHandsDownNothingElse) {
  const testkit::WasiWorld world;
  auto table =
      make_table({{{"/out", world.folder(), false}, {"/lib", world.folder(), true}}, ""}, nobody());
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->find(3)->base, all_folder_rights);
  EXPECT_EQ(table->find(3)->inheriting, all_folder_rights | all_file_rights);
  EXPECT_EQ(table->find(4)->base, reading_rights & all_folder_rights);
  EXPECT_EQ(table->find(4)->inheriting, reading_rights);
}

TEST(WasiPreopen, AFolderThatIsNotThereIsAnError) {
  const testkit::WasiWorld world;
  world.write_file("file", "");
  for (const std::string& path : {world.folder() + "/none", world.folder() + "/file"}) {
    const auto table = make_table({{{"/out", path}}, ""}, nobody());
    ASSERT_FALSE(table.ok());
    EXPECT_EQ(table.error().code, Code::not_found);
    EXPECT_NE(table.error().object.find(path), std::string::npos);
  }
}

}  // namespace
}  // namespace anchorhold::wasi
