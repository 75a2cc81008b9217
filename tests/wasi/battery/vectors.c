// Several buffers in one call, and reading and writing by position.
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "check.h"

#define FILE_NAME "data/vectors.cleanup"

int main(void) {
  const int file = open(FILE_NAME, O_CREAT | O_TRUNC | O_RDWR, 0666);
  CHECK(file >= 0);
  const struct iovec out[] = {{"one", 3}, {"", 0}, {"twotwo", 6}, {"3", 1}};
  CHECK(writev(file, out, 4) == 10 && lseek(file, 0, SEEK_CUR) == 10);

  char first[4] = "", second[16] = "";
  const struct iovec in[] = {{first, 3}, {NULL, 0}, {second, 15}};
  CHECK(lseek(file, 0, SEEK_SET) == 0);
  CHECK(readv(file, in, 3) == 10 && strcmp(first, "one") == 0 && strcmp(second, "twotwo3") == 0);
  CHECK(readv(file, in, 3) == 0);

  CHECK(pwrite(file, "ABC", 3, 3) == 3 && lseek(file, 0, SEEK_CUR) == 10);
  memset(second, 0, sizeof second);
  CHECK(pread(file, second, 15, 2) == 8 && strcmp(second, "eABCtwo3") == 0);
  CHECK(pread(file, second, 4, 10) == 0);
  CHECK(preadv(file, in, 3, 7) == 3 && strcmp(first, "wo3") == 0);
  CHECK(pwritev(file, out, 4, 100) == 10 && lseek(file, 0, SEEK_END) == 110);
  FAILS(pread(file, second, 1, -1), EINVAL);
  FAILS(writev(file, out, -1), EINVAL);
  CHECK(write(file, "", 0) == 0);
  CHECK(close(file) == 0);
  FAILS(pread(file, second, 1, 0), EBADF);
  CHECK(unlink(FILE_NAME) == 0);
  return verdict();
}
