// inputs.wasm NAME...: reads the inputs of these names from front to back and then here and there,
// and finds that it can change nothing. Without a name it has nothing to do.
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static char* read_all(const char* path, size_t size) {
  FILE* file = fopen(path, "r");
  CHECK(file != NULL);
  if (file == NULL) return NULL;
  char* content = malloc(size + 1);
  CHECK(fread(content, 1, size + 1, file) == size && feof(file));
  fclose(file);
  return content;
}

static void read_here_and_there(int file, const char* content, size_t size) {
  char part[512];
  for (unsigned i = 0, state = 7; i < 200; ++i) {
    state = state * 1664525U + 1013904223U;
    const size_t at = state % (size + 1);
    const size_t rest = size - at < sizeof part ? size - at : sizeof part;
    CHECK(pread(file, part, sizeof part, (off_t)at) == (ssize_t)rest);
    CHECK(memcmp(part, content + at, rest) == 0);
  }
  CHECK(lseek(file, -1, SEEK_END) == (off_t)size - 1 && read(file, part, 2) == 1);
  CHECK(read(file, part, 1) == 0);
}

static void read_input(const char* name) {
  char path[300];
  snprintf(path, sizeof path, "/in/%s", name);
  struct stat status;
  CHECK(stat(path, &status) == 0 && S_ISREG(status.st_mode));
  const size_t size = (size_t)status.st_size;
  char* content = read_all(path, size);
  if (content == NULL) return;
  const int file = open(path, O_RDONLY);
  read_here_and_there(file, content, size);
  unsigned long long sum = 0;
  for (size_t i = 0; i < size; ++i) sum += (unsigned char)content[i] * (i % 255 + 1ULL);
  printf("%s: %zu bytes, sum %llu\n", name, size, sum);
  CHECK(close(file) == 0);
  // The C library asks for no more rights than the folder can give.
  const int again = open(path, O_RDWR);
  CHECK(write(again, "x", 1) == -1 && ftruncate(again, 0) == -1);
  CHECK(close(again) == 0);
  CHECK(unlink(path) == -1 && open(path, O_RDWR | O_TRUNC) == -1);
  free(content);
}

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) read_input(argv[i]);
  if (argc == 1) return verdict();
  int entries = 0;
  DIR* folder = opendir("/in");
  CHECK(folder != NULL);
  for (const struct dirent* entry; folder != NULL && (entry = readdir(folder)) != NULL;)
    if (entry->d_name[0] != '.') ++entries;
  CHECK(entries == argc - 1);
  CHECK(open("/in/new", O_CREAT | O_WRONLY, 0666) == -1 && mkdir("/in/folder", 0777) == -1);
  CHECK(open("/in/absent", O_RDONLY) == -1 && errno == ENOENT);
  return verdict();
}
