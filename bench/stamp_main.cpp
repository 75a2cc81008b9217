// The workload of the launch bench: notes the time of its first instruction, then stays for as many
// seconds as its input says. In an enclave the note is an output; in a container, or by itself, it
// goes to standard output.

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

int main() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  char text[32];
  const int length =
      std::snprintf(text, sizeof text, "%lld\n",
                    static_cast<long long>(now.tv_sec) * 1'000'000'000 + now.tv_nsec);
  const int stamp = ::open("/out/stamp", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (::write(stamp < 0 ? 1 : stamp, text, static_cast<size_t>(length)) != length) return 1;
  char seconds[16] = {};
  const int hold = ::open("/in/hold", O_RDONLY);
  if (hold >= 0 && ::read(hold, seconds, sizeof seconds - 1) > 0) {
    ::sleep(static_cast<unsigned>(std::atoi(seconds)));
  }
  return 0;
}
