// Shortest paths between all pairs of nodes.

#include "kernel.h"

enum { nodes = 1000 };

static void shortest_paths(int (*path)[nodes]) {
  for (int k = 0; k < nodes; ++k) {
    for (int i = 0; i < nodes; ++i) {
      for (int j = 0; j < nodes; ++j) {
        path[i][j] = path[i][j] < path[i][k] + path[k][j] ? path[i][j] : path[i][k] + path[k][j];
      }
    }
  }
}

int main(void) {
  int(*path)[nodes] = room(sizeof(int[nodes][nodes]));
  for (int i = 0; i < nodes; ++i) {
    for (int j = 0; j < nodes; ++j) {
      const int apart = (i + j) % 13 == 0 || (i + j) % 7 == 0 || (i + j) % 11 == 0;
      path[i][j] = apart ? 999 : i * j % 7 + 1;
    }
  }
  const double begun = seconds_now();
  shortest_paths(path);
  const double seconds = seconds_now() - begun;
  report(folded(path, sizeof(int[nodes][nodes])), seconds);
  return 0;
}
