// stat and its relatives, and setting times to the nanosecond.
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>

#include "check.h"

#define FILE_NAME "data/status.cleanup"

static void kinds(void) {
  struct stat file, link, folder;
  CHECK(stat("data/greeting.txt", &file) == 0 && S_ISREG(file.st_mode));
  CHECK(file.st_size == 26 && file.st_nlink == 1);
  CHECK(stat("data", &folder) == 0 && S_ISDIR(folder.st_mode));
  CHECK(symlink("greeting.txt", "data/link.cleanup") == 0);
  CHECK(lstat("data/link.cleanup", &link) == 0 && S_ISLNK(link.st_mode));
  CHECK(link.st_size == 12 && link.st_ino != file.st_ino);
  struct stat followed;
  CHECK(stat("data/link.cleanup", &followed) == 0 && followed.st_ino == file.st_ino);
  CHECK(unlink("data/link.cleanup") == 0);
  CHECK(file.st_dev == folder.st_dev && file.st_ino != folder.st_ino);
}

static void times(void) {
  const int file = open(FILE_NAME, O_CREAT | O_RDWR, 0666);
  struct stat status;
  CHECK(fstat(file, &status) == 0 && status.st_size == 0);
  const time_t now = time(NULL);
  CHECK(status.st_mtim.tv_sec >= now - 5 && status.st_mtim.tv_sec <= now + 5);

  const struct timespec set[] = {{1000000000, 1}, {1234567890, 987654321}};
  CHECK(futimens(file, set) == 0 && fstat(file, &status) == 0);
  CHECK(status.st_atim.tv_sec == 1000000000 && status.st_atim.tv_nsec == 1);
  CHECK(status.st_mtim.tv_sec == 1234567890 && status.st_mtim.tv_nsec == 987654321);

  const struct timespec omit[] = {{0, UTIME_OMIT}, {5, 5}};
  CHECK(utimensat(AT_FDCWD, FILE_NAME, omit, 0) == 0 && stat(FILE_NAME, &status) == 0);
  CHECK(status.st_atim.tv_sec == 1000000000 && status.st_atim.tv_nsec == 1);
  CHECK(status.st_mtim.tv_sec == 5 && status.st_mtim.tv_nsec == 5);

  // The C library asks for 1970 here: the call itself.
  CHECK(__wasi_fd_filestat_set_times((__wasi_fd_t)file, 0, 0,
                                     __WASI_FSTFLAGS_ATIM_NOW | __WASI_FSTFLAGS_MTIM_NOW) == 0);
  CHECK(fstat(file, &status) == 0);
  CHECK(status.st_mtim.tv_sec >= now - 5 && status.st_atim.tv_sec >= now - 5);
  CHECK(close(file) == 0);
  CHECK(unlink(FILE_NAME) == 0);
}

int main(void) {
  kinds();
  times();
  FAILS(stat("data/absent", &(struct stat){0}), ENOENT);
  FAILS(fstat(99, &(struct stat){0}), EBADF);
  CHECK(access("data/greeting.txt", R_OK) == 0);
  return verdict();
}
