// Folding of RNA: the most base pairs that a sequence can form (dynamic programming).

#include "kernel.h"

enum { bases = 1700 };

static int larger(int a, int b) {
  return a >= b ? a : b;
}

static void fold(int (*table)[bases], const char* sequence) {
  for (int i = bases - 1; i >= 0; --i) {
    for (int j = i + 1; j < bases; ++j) {
      table[i][j] = larger(table[i][j], table[i][j - 1]);
      if (i + 1 < bases) {
        table[i][j] = larger(table[i][j], table[i + 1][j]);
        const int pair = i < j - 1 && sequence[i] + sequence[j] == 3 ? 1 : 0;
        table[i][j] = larger(table[i][j], table[i + 1][j - 1] + pair);
      }
      for (int k = i + 1; k < j; ++k) {
        table[i][j] = larger(table[i][j], table[i][k] + table[k + 1][j]);
      }
    }
  }
}

int main(void) {
  int(*table)[bases] = calloc(bases, sizeof *table);
  char* sequence = room(bases);
  if (table == NULL) return 1;
  uint64_t state = 1;
  for (int i = 0; i < bases; ++i) sequence[i] = (char)(next_random(&state) >> 62);
  const double begun = seconds_now();
  fold(table, sequence);
  const double seconds = seconds_now() - begun;
  report(folded(table, sizeof(int[bases][bases])), seconds);
  return 0;
}
