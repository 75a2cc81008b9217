// Logistic regression by gradient descent.

#include <math.h>

#include "kernel.h"

enum { rows = 20000, features = 64, rounds = 300 };

static void fit(double* weights, double (*data)[features], const double* outcome) {
  for (int round = 0; round < rounds; ++round) {
    double gradient[features] = {0};
    for (int i = 0; i < rows; ++i) {
      double sum = 0;
      for (int f = 0; f < features; ++f) sum += weights[f] * data[i][f];
      const double miss = 1 / (1 + exp(-sum)) - outcome[i];
      for (int f = 0; f < features; ++f) gradient[f] += miss * data[i][f];
    }
    for (int f = 0; f < features; ++f) weights[f] -= 0.5 * gradient[f] / rows;
  }
}

int main(void) {
  double(*data)[features] = room(sizeof(double[rows][features]));
  double* outcome = room(sizeof(double[rows]));
  double weights[features] = {0};
  uint64_t state = 1;
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
    for (int f = 0; f < features; ++f) {
      data[i][f] = (double)(next_random(&state) >> 11) / 9007199254740992.0 - 0.5;
      sum += f % 2 == 0 ? data[i][f] : -data[i][f];
    }
    outcome[i] = sum > 0 ? 1 : 0;
  }
  const double begun = seconds_now();
  fit(weights, data, outcome);
  const double seconds = seconds_now() - begun;
  // The C libraries' exp may differ in the last place, so not every bit is compared.
  int64_t check[features];
  for (int f = 0; f < features; ++f) check[f] = llround(weights[f] * 1e9);
  report(folded(check, sizeof check), seconds);
  return 0;
}
