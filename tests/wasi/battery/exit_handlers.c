// atexit: the last registered runs first; buffers are written afterwards.
#include <stdio.h>
#include <stdlib.h>

static void first(void) {
  printf("first registered, last to run\n");
}
static void second(void) {
  printf("second\n");
}

int main(void) {
  atexit(first);
  atexit(second);
  printf("main, ");
  exit(7);
}
