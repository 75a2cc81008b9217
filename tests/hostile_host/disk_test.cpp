// The disk is full: where the results go, and where a broker's store is.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>

#include "study.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;

// small_disk: in the child alone, `folder` becomes a file system of its own with these options;
// exits with 77 where that is not allowed, as to an ordinary user.
void small_disk(const std::string& folder, const std::string& options) {
  if (::unshare(CLONE_NEWNS) != 0) ::_exit(77);
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("small", folder.c_str(), "tmpfs", 0, options.c_str()) != 0) {
    ::_exit(77);
  }
}

TEST(FullDisk, ForTheResultsIsSaidBeforeAnythingIsSpent) {
  const Study study;
  fs::create_directory(study.path("out"));
  const Ran ran =
      study.call(study.run_arguments(), [&] { small_disk(study.path("out"), "size=8k"); });
  if (ran.exit == 77) GTEST_SKIP() << "no mount namespace here";
  expect_refused(study, ran, {4}, "no room for the results");
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

// There is room for the bytes, but not for all the files.
TEST(FullDisk, AtTheEndLeavesNoResultAndSaysWhatIsSpent) {
  const Study study;
  fs::create_directory(study.path("out"));
  const Ran ran = study.call(study.run_arguments(),
                             [&] { small_disk(study.path("out"), "size=1m,nr_inodes=3"); });
  if (ran.exit == 77) GTEST_SKIP() << "no mount namespace here";
  expect_refused(study, ran, {4}, "the results are lost");
  EXPECT_NE(ran.err.find("hospital-a 1 of 500 runs"), std::string::npos) << ran.err;
  EXPECT_EQ(study.spent("hospital-a"), 1U);
  expect_works(study);
}

TEST(FullDisk, OfABrokersStoreRefusesAndSpendsNothing) {
  const Study study;
  const std::string store = study.path("hospital-a/parties/hospital-a/broker");
  fs::create_directory(study.path("aside"));
  const Ran ran = study.call(study.run_arguments(), [&] {
    fs::copy(store, study.path("aside"), fs::copy_options::overwrite_existing);
    small_disk(store, "size=256k");
    std::error_code error;
    fs::copy(study.path("aside"), store, error);
    // No page is left for the write-ahead log.
    const int fill = ::open((store + "/fill").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const Bytes page(4096);
    while (::write(fill, page.data(), page.size()) > 0) {
    }
    ::close(fill);
  });
  if (ran.exit == 77) GTEST_SKIP() << "no mount namespace here";
  expect_refused(study, ran, {3, 4});
  EXPECT_EQ(study.spent("hospital-b"), 0U);
  expect_works(study);
}

}  // namespace
}  // namespace anchorhold::hostile
