// The covariance matrix of many observations.

#include "kernel.h"

enum { variables = 900, observations = 1000 };

static void covariance(double (*result)[variables], double (*data)[variables], double* mean) {
  for (int j = 0; j < variables; ++j) {
    mean[j] = 0;
    for (int i = 0; i < observations; ++i) mean[j] += data[i][j];
    mean[j] /= observations;
  }
  for (int i = 0; i < observations; ++i) {
    for (int j = 0; j < variables; ++j) data[i][j] -= mean[j];
  }
  for (int i = 0; i < variables; ++i) {
    for (int j = i; j < variables; ++j) {
      result[i][j] = 0;
      for (int k = 0; k < observations; ++k) result[i][j] += data[k][i] * data[k][j];
      result[i][j] /= observations - 1.0;
      result[j][i] = result[i][j];
    }
  }
}

int main(void) {
  double(*result)[variables] = room(sizeof(double[variables][variables]));
  double(*data)[variables] = room(sizeof(double[observations][variables]));
  double* mean = room(sizeof(double[variables]));
  for (int i = 0; i < observations; ++i) {
    for (int j = 0; j < variables; ++j) data[i][j] = (double)(i * j) / variables;
  }
  const double begun = seconds_now();
  covariance(result, data, mean);
  const double seconds = seconds_now() - begun;
  report(folded(result, sizeof(double[variables][variables])), seconds);
  return 0;
}
