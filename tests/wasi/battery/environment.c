// The environment holds what was given and nothing else; the program may change its copy.
#include <stdlib.h>

#include "check.h"

extern char** environ;

int main(void) {
  int count = 0;
  for (char** entry = environ; entry != NULL && *entry != NULL; ++entry) {
    printf("%s\n", *entry);
    ++count;
  }
  printf("%d\n", count);
  CHECK(getenv("EMPTY") != NULL && getenv("EMPTY")[0] == 0);
  CHECK(getenv("PATH") == NULL && getenv("HOME") == NULL);
  CHECK(setenv("NEW", "value", 1) == 0 && strcmp(getenv("NEW"), "value") == 0);
  CHECK(unsetenv("EMPTY") == 0 && getenv("EMPTY") == NULL);
  return verdict();
}
