// Matrix product with accumulation: C = alpha A B + beta C.

#include "kernel.h"

enum { rows = 1000, columns = 1100, inner = 1200 };

static void gemm(double (*c)[columns], double (*a)[inner], double (*b)[columns], double alpha,
                 double beta) {
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) c[i][j] *= beta;
    for (int k = 0; k < inner; ++k) {
      for (int j = 0; j < columns; ++j) c[i][j] += alpha * a[i][k] * b[k][j];
    }
  }
}

int main(void) {
  double(*c)[columns] = room(sizeof(double[rows][columns]));
  double(*a)[inner] = room(sizeof(double[rows][inner]));
  double(*b)[columns] = room(sizeof(double[inner][columns]));
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) c[i][j] = (double)((i * j + 1) % rows) / rows;
    for (int k = 0; k < inner; ++k) a[i][k] = (double)(i * (k + 1) % inner) / inner;
  }
  for (int k = 0; k < inner; ++k) {
    for (int j = 0; j < columns; ++j) b[k][j] = (double)(k * (j + 2) % columns) / columns;
  }
  const double begun = seconds_now();
  gemm(c, a, b, 1.5, 1.2);
  const double seconds = seconds_now() - begun;
  report(folded(c, sizeof(double[rows][columns])), seconds);
  return 0;
}
