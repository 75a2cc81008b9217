// Random bytes: none, few, more than a kernel gives at once, and never the same.
#include <stdlib.h>
#include <unistd.h>
#include <wasi/api.h>

#include "check.h"

int main(void) {
  static unsigned char first[100000], second[100000];
  CHECK(getentropy(first, 0) == 0);
  CHECK(getentropy(first, 256) == 0 && getentropy(second, 256) == 0);
  CHECK(memcmp(first, second, 256) != 0);
  FAILS(getentropy(first, 257), EIO);
  CHECK(__wasi_random_get(first, sizeof first) == 0);
  int counts[256] = {0};
  for (size_t i = 0; i < sizeof first; ++i) ++counts[first[i]];
  // 100000 bytes: each value 390 times, give or take 20.
  for (int i = 0; i < 256; ++i) CHECK(counts[i] > 200 && counts[i] < 600);
  CHECK(arc4random() != arc4random() || arc4random() != arc4random());
  return verdict();
}
