// _Exit: at once, with the highest status that is a module's own; nothing buffered is written.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void) {
  static char buffer[64];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  printf("never seen\n");
  write(1, "seen\n", 5);
  _Exit(125);
}
