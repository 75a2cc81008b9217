// What lies outside of the folders is not there, and every refusal has its errno.
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

// The standard has two words for it: not permitted, and not capable.
static void is_outside(int result) {
  CHECK(result == -1 && (errno == EPERM || errno == ENOTCAPABLE));
}

static void outside(void) {
  is_outside(open("/etc/passwd", O_RDONLY));
  is_outside(open("data/../../etc/passwd", O_RDONLY));
  is_outside(open("data/..", O_RDONLY | O_DIRECTORY));
  is_outside(mkdir("elsewhere", 0777));
  is_outside(rename("data/greeting.txt", "data/../greeting.txt"));
  is_outside(symlink("/etc/passwd", "data/absolute.cleanup"));
  // A link may name what it likes; it leads nowhere.
  CHECK(symlink("../outside", "data/out.cleanup") == 0);
  is_outside(open("data/out.cleanup", O_RDONLY));
  is_outside(open("data/out.cleanup/x", O_RDONLY));
  is_outside(open("data/out.cleanup", O_CREAT | O_WRONLY, 0666));
  CHECK(unlink("data/out.cleanup") == 0);
}

static void descriptors(void) {
  char byte = 0;
  const int file = open("data/greeting.txt", O_RDONLY);
  CHECK(file >= 0);
  CHECK(write(file, "x", 1) == -1 && (errno == EBADF || errno == ENOTCAPABLE));
  CHECK(ftruncate(file, 0) == -1);
  FAILS(shutdown(1, SHUT_RDWR), ENOTSOCK);
  FAILS(shutdown(55, SHUT_RDWR), EBADF);
  CHECK(close(file) == 0);
  FAILS(close(file), EBADF);
  CHECK(read(file, &byte, 1) == -1 && errno == EBADF);
  CHECK(lseek(1, 0, SEEK_CUR) == -1);
}

static void paths(void) {
  char name[400] = "data/";
  memset(name + 5, 'n', 300);
  FAILS(open(name, O_RDONLY), ENAMETOOLONG);
  FAILS(open("data/absent", O_RDONLY), ENOENT);
  FAILS(open("data/greeting.txt/", O_RDONLY), ENOTDIR);
  FAILS(open("data/greeting.txt/x", O_RDONLY), ENOTDIR);
  FAILS(open("data/greeting.txt", O_RDONLY | O_DIRECTORY), ENOTDIR);
  FAILS(open("data/greeting.txt", O_RDWR | O_CREAT | O_EXCL), EEXIST);
  FAILS(open("data", O_RDWR), EISDIR);
}

int main(void) {
  outside();
  descriptors();
  paths();
  return verdict();
}
