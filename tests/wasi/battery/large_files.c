// Offsets beyond 32 bits, on a file that is mostly a hole.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define FILE_NAME "data/large.cleanup"

int main(void) {
  const off_t far = (off_t)5 << 30;
  const int file = open(FILE_NAME, O_CREAT | O_TRUNC | O_RDWR, 0666);
  CHECK(file >= 0);
  CHECK(lseek(file, far, SEEK_SET) == far && write(file, "far", 3) == 3);
  CHECK(lseek(file, 0, SEEK_CUR) == far + 3);
  struct stat status;
  CHECK(fstat(file, &status) == 0 && status.st_size == far + 3);
  char text[4] = "";
  CHECK(pread(file, text, 3, far) == 3 && strcmp(text, "far") == 0);
  CHECK(pwrite(file, "near", 4, ((off_t)1 << 32) - 2) == 4);
  CHECK(pread(file, text, 2, (off_t)1 << 32) == 2 && memcmp(text, "ar", 2) == 0);
  CHECK(ftruncate(file, (off_t)6 << 30) == 0 && lseek(file, 0, SEEK_END) == (off_t)6 << 30);
  CHECK(close(file) == 0);

  FILE* stream = fopen(FILE_NAME, "r");
  CHECK(fseeko(stream, far + 1, SEEK_SET) == 0 && fgetc(stream) == 'a');
  CHECK(ftello(stream) == far + 2);
  fclose(stream);
  CHECK(unlink(FILE_NAME) == 0);
  return verdict();
}
