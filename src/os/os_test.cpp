#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "os/file.h"
#include "os/memfd.h"
#include "os/random.h"
#include "os/socket.h"

namespace anchorhold::os {
namespace {

class OsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-os-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(OsTest, PrivateFilesAreForTheirOwnerAloneAndNeverOverwritten) {
  const std::string path = folder_ + "/key";
  ASSERT_TRUE(write_private_file(path, bytes_of("one")).ok());
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_EQ(write_private_file(path, bytes_of("two")).error().code, Code::conflict);
  EXPECT_EQ(string_of(*read_file(path, 100)), "one");
}

TEST_F(OsTest, APendingFileThatIsDroppedLeavesNothing) {
  const std::string path = folder_ + "/result";
  {
    auto file = PendingFile::create(path, 0644);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file->write(bytes_of("half")).ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  ASSERT_TRUE(write_file(path, bytes_of("whole")).ok());
  ASSERT_TRUE(write_file(path, bytes_of("again")).ok());
  EXPECT_EQ(string_of(*read_file(path, 100)), "again");
  EXPECT_EQ(read_file(path, 4).error().code, Code::limit_exceeded);
}

TEST_F(OsTest, ErrorsNameTheFile) {
  const auto missing = read_file(folder_ + "/none", 1);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, Code::not_found);
  EXPECT_EQ(missing.error().object, folder_ + "/none");
}

TEST_F(OsTest, FileAccessReadsByPositionAndOnlyRegularFiles) {
  const std::string path = folder_ + "/data";
  ASSERT_TRUE(write_file(path, bytes_of("0123456789")).ok());
  auto access = FileAccess::open(path);
  ASSERT_TRUE(access.ok());
  ByteArray<4> out;
  EXPECT_EQ(*access->read_at(8, out), 2U);
  EXPECT_EQ(access->size(), 10U);
  EXPECT_FALSE(FileAccess::open(folder_).ok());
}

TEST(Memfd, SealedBytesNeverChange) {
  auto fd = sealed_memfd("sample", bytes_of("measured"));
  ASSERT_TRUE(fd.ok());
  EXPECT_LT(::pwrite(fd->get(), "x", 1, 0), 0);
  EXPECT_LT(::ftruncate(fd->get(), 1), 0);
}

TEST(Socket, CarriesAMessageWithADescriptor) {
  auto pair = socket_pair(SocketKind::seqpacket);
  auto payload = sealed_memfd("payload", bytes_of("inside"));
  ASSERT_TRUE(send_message(pair->first, bytes_of("take"), &*payload).ok());
  auto message = receive_message(pair->second, 100);
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(text_of(message->bytes), "take");
  ASSERT_TRUE(message->descriptor.has_value());
  EXPECT_EQ(FileAccess::of(std::move(*message->descriptor), "payload")->size(), 6U);
}

TEST(Socket, NamesTheEndAndTheOverlongMessage) {
  auto pair = socket_pair(SocketKind::seqpacket);
  ASSERT_TRUE(send_message(pair->first, Bytes(11)).ok());
  EXPECT_EQ(receive_message(pair->second, 10).error().code, Code::limit_exceeded);
  pair->first.reset();
  EXPECT_EQ(receive_message(pair->second, 10).error().code, Code::not_found);
}

TEST(SystemRandom, DoesNotRepeat) {
  SystemRandom random;
  ByteArray<32> a{};
  ByteArray<32> b{};
  ASSERT_TRUE(random.fill(a).ok());
  ASSERT_TRUE(random.fill(b).ok());
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace anchorhold::os
