// fopen's modes, positions, pushed-back characters and buffers.
#include "check.h"

#define FILE_NAME "data/modes.cleanup"

static long size_of(const char* name) {
  FILE* file = fopen(name, "rb");
  if (file == NULL) return -1;
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  fclose(file);
  return size;
}

static void put(const char* mode, const char* text) {
  FILE* file = fopen(FILE_NAME, mode);
  CHECK(file != NULL);
  if (file == NULL) return;
  CHECK(fputs(text, file) >= 0);
  CHECK(fclose(file) == 0);
}

static void modes(void) {
  FAILS(fopen(FILE_NAME, "r"), ENOENT);
  FAILS(fopen(FILE_NAME, "r+"), ENOENT);
  put("w", "0123456789");
  CHECK(size_of(FILE_NAME) == 10);
  FAILS(fopen(FILE_NAME, "wx"), EEXIST);
  put("a", "abc");
  CHECK(size_of(FILE_NAME) == 13);
  put("r+", "XY");
  CHECK(size_of(FILE_NAME) == 13);
  put("w", "");
  CHECK(size_of(FILE_NAME) == 0);
}

static void update(void) {
  FILE* file = fopen(FILE_NAME, "w+");
  char line[16] = "";
  CHECK(fputs("one\ntwo\n", file) >= 0);
  rewind(file);
  CHECK(fgets(line, sizeof line, file) != NULL && strcmp(line, "one\n") == 0);
  CHECK(ftell(file) == 4);
  CHECK(ungetc('!', file) == '!' && ftell(file) == 3);
  CHECK(fgetc(file) == '!' && fgetc(file) == 't');
  CHECK(fseek(file, -2, SEEK_END) == 0 && fgetc(file) == 'o' && fgetc(file) == '\n');
  CHECK(fgetc(file) == EOF && feof(file) && !ferror(file));
  clearerr(file);
  CHECK(!feof(file));
  fclose(file);

  file = fopen(FILE_NAME, "a+");
  CHECK(fgetc(file) == 'o');
  CHECK(fseek(file, 0, SEEK_SET) == 0 && fputs("end", file) >= 0 && fflush(file) == 0);
  CHECK(ftell(file) == 11);
  fclose(file);
  file = fopen(FILE_NAME, "r");
  CHECK(fputc('x', file) == EOF && ferror(file));
  fclose(file);
}

static void buffers(void) {
  const int kinds[] = {_IOFBF, _IOLBF, _IONBF};
  const long before_flush[] = {0, 4, 7};
  for (int i = 0; i < 3; ++i) {
    static char buffer[256];
    FILE* file = fopen(FILE_NAME, "w");
    CHECK(setvbuf(file, buffer, kinds[i], sizeof buffer) == 0);
    CHECK(fputs("abc\n", file) >= 0 && fputs("def", file) >= 0);
    CHECK(size_of(FILE_NAME) == before_flush[i] || kinds[i] == _IOLBF);
    CHECK(fflush(file) == 0 && size_of(FILE_NAME) == 7);
    fclose(file);
  }
}

int main(void) {
  modes();
  update();
  buffers();
  CHECK(remove(FILE_NAME) == 0);
  return verdict();
}
