// No environment, and no argument but the name.
#include "check.h"

extern char** environ;

int main(int argc, char** argv) {
  CHECK(argc == 1 && strcmp(argv[0], "environment_empty.wasm") == 0);
  CHECK(environ == NULL || environ[0] == NULL);
  return verdict();
}
