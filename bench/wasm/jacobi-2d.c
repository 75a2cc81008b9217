// Two-dimensional five-point stencil, from one grid to another and back.

#include "kernel.h"

enum { size = 1300, steps = 200 };

static void smooth(double (*to)[size], double (*from)[size]) {
  for (int i = 1; i < size - 1; ++i) {
    for (int j = 1; j < size - 1; ++j) {
      to[i][j] =
          0.2 * (from[i][j] + from[i][j - 1] + from[i][j + 1] + from[i + 1][j] + from[i - 1][j]);
    }
  }
}

int main(void) {
  double(*a)[size] = room(sizeof(double[size][size]));
  double(*b)[size] = room(sizeof(double[size][size]));
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      a[i][j] = ((double)i * (j + 2) + 2) / size;
      b[i][j] = ((double)i * (j + 3) + 3) / size;
    }
  }
  const double begun = seconds_now();
  for (int step = 0; step < steps; ++step) {
    smooth(b, a);
    smooth(a, b);
  }
  const double seconds = seconds_now() - begun;
  report(folded(a, sizeof(double[size][size])), seconds);
  return 0;
}
