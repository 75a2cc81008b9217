// The three standard streams: what stdin holds comes back, and errors go to stderr.
#include "check.h"

int main(void) {
  char line[64];
  int lines = 0;
  while (fgets(line, sizeof line, stdin) != NULL) {
    printf("%d:%s", ++lines, line);
  }
  CHECK(feof(stdin));
  fprintf(stderr, "%d lines\n", lines);
  return verdict();
}
