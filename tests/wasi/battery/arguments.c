// The arguments as they were given: empty ones, spaces, quotes, UTF-8, and a long one.
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  printf("%d\n", argc);
  for (int i = 0; i < argc; ++i) {
    printf("%zu [%.40s]\n", strlen(argv[i]), argv[i]);
  }
  return argv[argc] != NULL;
}
