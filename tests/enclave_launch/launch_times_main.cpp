// Prints when a launch reaches each step, in milliseconds after its begin: the fastest and the
// median of many launches. usage: enclave_launch_times [COUNT]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "test_enclave.h"

namespace anchorhold::enclave {
namespace {

int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

constexpr const char* steps[] = {"at launch() done", "at agent",    "at spawner",  "at locked",
                                 "at evidence",      "at unpacked", "at launched", "out/result"};

int measure(int count, const std::string& memo_folder) {
  TestImage image({"clock"});
  image.memo_folder = memo_folder;
  std::map<std::string, std::vector<double>> times;
  for (int i = 0; i < count; ++i) {
    const int64_t begin = now();
    auto running = start(image);
    if (!running.ok()) {
      std::fprintf(stderr, "%s\n", running.error().to_string().c_str());
      return 1;
    }
    const int64_t launched = now();
    static_cast<void>((*running)->enclave->wait());
    (*running)->report["at launch() done"] = std::to_string(launched);
    for (const char* step : steps)
      times[step].push_back(
          static_cast<double>(std::atoll((*running)->report[step].c_str()) - begin) / 1e6);
  }
  for (const char* step : steps) {
    std::vector<double>& all = times[step];
    std::sort(all.begin(), all.end());
    std::printf("%-18s min %6.2f ms  median %6.2f ms\n", step, all.front(), all[all.size() / 2]);
  }
  return 0;
}

}  // namespace
}  // namespace anchorhold::enclave

int main(int argc, char** argv) {
  return anchorhold::enclave::measure(argc > 1 ? std::atoi(argv[1]) : 50,
                                      argc > 2 ? argv[2] : "/nowhere");
}
