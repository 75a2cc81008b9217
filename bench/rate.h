#pragma once
// How benches of this folder measure: processor time, as `openssl speed` does.

#include <cstddef>
#include <ctime>

namespace anchorhold::bench {

// rate_of: how often `work` runs in a second of processor time.
template <class Work>
double rate_of(const Work& work) {
  constexpr double round_seconds = 0.25;
  constexpr int batch = 20;
  const std::clock_t start = std::clock();
  size_t count = 0;
  double seconds = 0;
  while (seconds < round_seconds) {
    for (int i = 0; i < batch; ++i) work();
    count += batch;
    seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  return static_cast<double>(count) / seconds;
}

}  // namespace anchorhold::bench
