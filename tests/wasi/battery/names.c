// Names: made, linked, renamed and removed, and what each refuses.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static void make(const char* name) {
  const int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0666);
  CHECK(file >= 0);
  close(file);
}

static void folders(void) {
  CHECK(mkdir("d.cleanup", 0777) == 0);
  FAILS(mkdir("d.cleanup", 0777), EEXIST);
  FAILS(mkdir("absent/d", 0777), ENOENT);
  FAILS(mkdir("greeting.txt/d", 0777), ENOTDIR);
  CHECK(mkdir("d.cleanup/inner/", 0777) == 0);
  FAILS(rmdir("d.cleanup"), ENOTEMPTY);
  FAILS(rmdir("greeting.txt"), ENOTDIR);
  CHECK(rename("d.cleanup/inner", "d.cleanup/other") == 0);
  FAILS(rename("d.cleanup", "d.cleanup/other/below"), EINVAL);
  CHECK(rmdir("d.cleanup/other") == 0);
}

static void files(void) {
  make("d.cleanup/a");
  make("d.cleanup/b");
  CHECK(rename("d.cleanup/a", "d.cleanup/b") == 0);
  FAILS(unlink("d.cleanup/a"), ENOENT);
  FAILS(rename("d.cleanup/a", "d.cleanup/c"), ENOENT);
  CHECK(unlink("d.cleanup") == -1 && (errno == EISDIR || errno == EPERM));
  FAILS(unlink("d.cleanup/b/"), ENOTDIR);
  CHECK(mkdir("d.cleanup/empty", 0777) == 0);
  FAILS(rename("d.cleanup/b", "d.cleanup/empty"), EISDIR);
  FAILS(rename("d.cleanup/empty", "d.cleanup/b"), ENOTDIR);
  CHECK(rmdir("d.cleanup/empty") == 0);
  CHECK(remove("d.cleanup/b") == 0);
}

static void links(void) {
  char target[16] = "";
  make("d.cleanup/file");
  CHECK(link("d.cleanup/file", "d.cleanup/hard") == 0);
  struct stat status;
  CHECK(stat("d.cleanup/hard", &status) == 0 && status.st_nlink == 2);
  FAILS(link("d.cleanup/file", "d.cleanup/hard"), EEXIST);
  CHECK(symlink("file", "d.cleanup/soft") == 0);
  CHECK(readlink("d.cleanup/soft", target, sizeof target) == 4 && strcmp(target, "file") == 0);
  FAILS(readlink("d.cleanup/file", target, sizeof target), EINVAL);
  FAILS(symlink("x", "d.cleanup/soft"), EEXIST);
  CHECK(open("d.cleanup/soft", O_RDONLY | O_NOFOLLOW) == -1 && errno == ELOOP);
  CHECK(symlink("loop", "d.cleanup/loop") == 0);
  FAILS(open("d.cleanup/loop", O_RDONLY), ELOOP);
  CHECK(unlink("d.cleanup/loop") == 0 && unlink("d.cleanup/soft") == 0);
  CHECK(unlink("d.cleanup/hard") == 0 && unlink("d.cleanup/file") == 0);
}

int main(void) {
  folders();
  files();
  links();
  CHECK(rmdir("d.cleanup") == 0);
  return verdict();
}
