// A function called by a type that it has not.
#include <stdio.h>

static int one(int value) {
  return value + 1;
}

int main(void) {
  int (*volatile right)(int) = one;
  printf("%d\n", right(1));
  fflush(stdout);
  double (*volatile wrong)(double, double) = (double (*)(double, double))(void (*)(void))right;
  return (int)wrong(1, 2);
}
