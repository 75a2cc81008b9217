// Levinson-Durbin recursion: solves the Yule-Walker equations of a Toeplitz matrix.

#include "kernel.h"

enum { size = 24000 };

static void solve(double* y, double* z, const double* r) {
  y[0] = -r[0];
  double beta = 1;
  double alpha = -r[0];
  for (int k = 1; k < size; ++k) {
    beta = (1 - alpha * alpha) * beta;
    double sum = 0;
    for (int i = 0; i < k; ++i) sum += r[k - i - 1] * y[i];
    alpha = -(r[k] + sum) / beta;
    for (int i = 0; i < k; ++i) z[i] = y[i] + alpha * y[k - i - 1];
    for (int i = 0; i < k; ++i) y[i] = z[i];
    y[k] = alpha;
  }
}

int main(void) {
  double* y = room(sizeof(double[size]));
  double* z = room(sizeof(double[size]));
  double* r = room(sizeof(double[size]));
  // The correlations of a process that forgets, so that the recursion stays bounded.
  double correlation = 1;
  for (int i = 0; i < size; ++i) r[i] = (correlation *= 0.999) * 0.9;
  const double begun = seconds_now();
  solve(y, z, r);
  const double seconds = seconds_now() - begun;
  report(folded(y, sizeof(double[size])), seconds);
  return 0;
}
