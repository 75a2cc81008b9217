// What a program could still reach that broke out of its bounds.

#include "wasi/file_rules.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "os/file.h"

namespace anchorhold::wasi_suite {
namespace {

namespace fs = std::filesystem;

class FileRules : public testing::Test {
 protected:
  FileRules() {
    std::string path = testing::TempDir() + "anchorhold-rules-XXXXXX";
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    folder_ = path;
    for (const char* name : {"own", "other", "seen"}) {
      fs::create_directory(folder_ / name);
      EXPECT_TRUE(os::write_file(folder_ / name / "file", bytes_of("text")).ok());
    }
    EXPECT_TRUE(os::write_file(folder_ / "outside", bytes_of("text")).ok());
  }
  ~FileRules() override { fs::remove_all(folder_); }

  // errno of opening a file, or 0.
  int open_errno(const fs::path& path, int flags) const {
    const os::Fd opened(::open((folder_ / path).c_str(), flags | O_CLOEXEC, 0600));
    return opened.valid() ? 0 : errno;
  }

  fs::path folder_;
};

// In the process that obeys: its status is the number of the first that does not hold.
void hold(int number, bool condition) {
  if (!condition) ::_exit(number);
}

TEST_F(FileRules, LeaveTheFoldersAndTheProgramAndNothingElse) {
  const os::Fd program(::open("/proc/self/exe", O_PATH | O_CLOEXEC));
  const auto rules = make_file_rules({{"a", folder_ / "own", false},
                                      {"b", folder_ / "other", false},
                                      {"c", folder_ / "seen", true}},
                                     program);
  ASSERT_TRUE(rules.ok()) << rules.error().to_string();
  if (!rules->valid()) GTEST_SKIP() << "no Landlock in this kernel";
  const pid_t child = ::fork();
  if (child == 0) {
    hold(1, ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && obey(*rules) == 0);
    hold(2, open_errno("own/file", O_RDWR | O_TRUNC) == 0);
    hold(3, open_errno("own/new", O_WRONLY | O_CREAT) == 0);
    hold(4, ::rename((folder_ / "own/new").c_str(), (folder_ / "other/new").c_str()) == 0);
    hold(5, ::unlink((folder_ / "other/file").c_str()) == 0);
    hold(6, open_errno("seen/file", O_RDONLY) == 0);
    hold(7, open_errno("seen/file", O_WRONLY) == EACCES);
    hold(8, open_errno("seen/new", O_WRONLY | O_CREAT) == EACCES);
    hold(9, open_errno("outside", O_RDONLY) == EACCES);
    hold(10, open_errno("outside", O_WRONLY) == EACCES);
    hold(11, open_errno("new", O_WRONLY | O_CREAT) == EACCES);
    hold(12, open_errno("/etc/passwd", O_RDONLY) == EACCES);
    ::execl("/bin/true", "true", nullptr);
    hold(13, errno == EACCES);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0) << "the first that does not hold";
}

TEST_F(FileRules, NeedFoldersThatAreThere) {
  const os::Fd program(::open("/proc/self/exe", O_PATH | O_CLOEXEC));
  const auto rules = make_file_rules({{"a", folder_ / "absent", false}}, program);
  EXPECT_TRUE(!rules.ok() || !rules->valid());
}

}  // namespace
}  // namespace anchorhold::wasi_suite
