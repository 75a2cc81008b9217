// A recursion without end: the native stack's guard ends it.
static volatile int sink;
static __attribute__((noinline)) int deeper(int depth) {
  sink = depth;
  if (sink < 0) return 0;
  return deeper(depth + 1) + sink;
}

int main(void) {
  return deeper(0);
}
