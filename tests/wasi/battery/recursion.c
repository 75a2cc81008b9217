// Recursion as deep as real programs go: quick sort's worst case, and Ackermann's function.
#include <stdint.h>

#include "check.h"

static __attribute__((noinline)) uint32_t depth_sum(uint32_t depth) {
  return depth == 0 ? 0 : depth % 7 + depth_sum(depth - 1) * 3 % 1000003;
}

static uint32_t ackermann(uint32_t m, uint32_t n) {
  if (m == 0) return n + 1;
  return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

int main(void) {
  printf("%u\n", depth_sum(20000));
  printf("%u\n", ackermann(2, 2000));
  printf("%u\n", ackermann(3, 8));
  return verdict();
}
