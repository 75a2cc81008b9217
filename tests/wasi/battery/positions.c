// lseek, holes, truncation and appending.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define FILE_NAME "data/positions.cleanup"

static void positions(void) {
  char text[8] = "";
  const int file = open(FILE_NAME, O_CREAT | O_TRUNC | O_RDWR, 0666);
  CHECK(file >= 0);
  CHECK(write(file, "0123456789", 10) == 10 && lseek(file, 0, SEEK_CUR) == 10);
  CHECK(lseek(file, -3, SEEK_END) == 7 && read(file, text, 3) == 3 && memcmp(text, "789", 3) == 0);
  CHECK(read(file, text, 3) == 0);
  CHECK(lseek(file, 4, SEEK_SET) == 4 && lseek(file, 2, SEEK_CUR) == 6);
  FAILS(lseek(file, -1, SEEK_SET), EINVAL);
  FAILS(lseek(file, 0, 9), EINVAL);
  CHECK(lseek(file, 0, SEEK_CUR) == 6);
  CHECK(lseek(file, 100, SEEK_SET) == 100 && write(file, "end", 3) == 3);
  CHECK(pread(file, text, 1, 50) == 1 && text[0] == 0);
  CHECK(ftruncate(file, 5) == 0 && lseek(file, 0, SEEK_END) == 5);
  CHECK(ftruncate(file, 20) == 0 && lseek(file, 0, SEEK_END) == 20);
  CHECK(pread(file, text, 1, 19) == 1 && text[0] == 0);
  CHECK(posix_fallocate(file, 10, 30) == 0 && lseek(file, 0, SEEK_END) == 40);
  CHECK(posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL) == 0);
  CHECK(fsync(file) == 0 && fdatasync(file) == 0);
  CHECK(close(file) == 0);
}

static void append(void) {
  char text[8] = "";
  const int file = open(FILE_NAME, O_TRUNC | O_RDWR | O_APPEND);
  CHECK(write(file, "abc", 3) == 3);
  CHECK(lseek(file, 0, SEEK_SET) == 0 && write(file, "def", 3) == 3);
  CHECK(lseek(file, 0, SEEK_CUR) == 6);
  CHECK(pread(file, text, 6, 0) == 6 && memcmp(text, "abcdef", 6) == 0);
  CHECK(fcntl(file, F_SETFL, 0) == 0);
  CHECK(lseek(file, 0, SEEK_SET) == 0 && write(file, "X", 1) == 1);
  CHECK(pread(file, text, 6, 0) == 6 && memcmp(text, "Xbcdef", 6) == 0);
  CHECK(close(file) == 0);
}

int main(void) {
  positions();
  append();
  CHECK(unlink(FILE_NAME) == 0);
  return verdict();
}
