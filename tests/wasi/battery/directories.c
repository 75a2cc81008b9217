// dirent: every entry once, positions, and names of the longest kind.
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define FOLDER "data/many.cleanup"
enum { files = 300 };

static void fill(void) {
  CHECK(mkdir(FOLDER, 0777) == 0);
  for (int i = 0; i < files; ++i) {
    char name[64];
    snprintf(name, sizeof name, FOLDER "/entry-%03d", i);
    const int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0666);
    CHECK(file >= 0);
    close(file);
  }
}

static void read_all(void) {
  DIR* folder = opendir(FOLDER);
  static int seen[files];
  int dots = 0, others = 0;
  long middle = -1;
  char after_middle[256] = "";
  for (struct dirent* entry; (entry = readdir(folder)) != NULL;) {
    int number = -1;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
      ++dots;
    } else if (sscanf(entry->d_name, "entry-%d", &number) == 1 && number < files) {
      CHECK(seen[number]++ == 0);
      CHECK(entry->d_type == DT_REG);
    } else {
      ++others;
    }
    if (middle != -1 && after_middle[0] == 0) strcpy(after_middle, entry->d_name);
    if (number == 150) middle = telldir(folder);
  }
  // Node lists neither "." nor "..".
  CHECK((dots == 2 || dots == 0) && others == 0);
  for (int i = 0; i < files; ++i) CHECK(seen[i] == 1);
  if (after_middle[0] != 0) {
    seekdir(folder, middle);
    const struct dirent* entry = readdir(folder);
    CHECK(entry != NULL && strcmp(entry->d_name, after_middle) == 0);
  }
  rewinddir(folder);
  CHECK(readdir(folder) != NULL);
  closedir(folder);
}

static void longest_name(void) {
  char name[sizeof FOLDER + 256] = FOLDER "/";
  memset(name + strlen(name), 'n', 255);
  const int file = open(name, O_CREAT | O_WRONLY, 0666);
  CHECK(file >= 0);
  close(file);
  DIR* folder = opendir(FOLDER);
  size_t longest = 0;
  for (struct dirent* entry; (entry = readdir(folder)) != NULL;)
    if (strlen(entry->d_name) > longest) longest = strlen(entry->d_name);
  closedir(folder);
  CHECK(longest == 255);
  CHECK(unlink(name) == 0);
}

int main(void) {
  fill();
  read_all();
  longest_name();
  FAILS(opendir("data/greeting.txt"), ENOTDIR);
  FAILS(opendir("data/absent"), ENOENT);
  FAILS(rmdir(FOLDER), ENOTEMPTY);
  for (int i = 0; i < files; ++i) {
    char name[64];
    snprintf(name, sizeof name, FOLDER "/entry-%03d", i);
    CHECK(unlink(name) == 0);
  }
  CHECK(rmdir(FOLDER) == 0);
  return verdict();
}
