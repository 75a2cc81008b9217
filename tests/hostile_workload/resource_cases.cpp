// Taking more than was granted. Each leaves what it took when its process ends.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

// What the driver grants (hostile_test.cpp).
constexpr size_t granted_memory = size_t{256} << 20;
constexpr size_t granted_output = size_t{4} << 20;
constexpr int granted_processes = 32;
constexpr size_t mebibyte = size_t{1} << 20;

std::string memory(int flags) {
  const size_t enough = flags == MAP_PRIVATE ? granted_memory : granted_memory * 4;
  for (size_t taken = 0; taken <= enough; taken += mebibyte) {
    void* at = ::mmap(nullptr, mebibyte, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return "";
    if (flags == MAP_PRIVATE) std::memset(at, 1, mebibyte);
  }
  return "more memory than granted";
}

std::string processes() {
  int count = 0;
  std::vector<pid_t> children;
  for (; count < granted_processes * 2; ++count) {
    const pid_t child = ::fork();
    if (child < 0) break;
    if (child == 0) {
      ::pause();
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) ::kill(child, SIGKILL);
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  return count < granted_processes ? "" : std::to_string(count) + " processes";
}

std::string descriptors() {
  for (int count = 0; count < 100'000; ++count) {
    if (::open("/dev/null", O_RDONLY) < 0) return "";
  }
  return "descriptors without end";
}

std::string timers() {
  for (int count = 0; count < 100'000; ++count) {
    timer_t timer{};
    if (::timer_create(CLOCK_MONOTONIC, nullptr, &timer) != 0) return "";
  }
  return "timers without end";
}

std::string fill(const char* path, size_t granted) {
  const int fd = ::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::string block(mebibyte, 'x');
  size_t written = 0;
  for (ssize_t count = 0; written <= granted * 2; written += static_cast<size_t>(count)) {
    count = ::write(fd, block.data(), block.size());
    if (count <= 0) break;
  }
  ::unlink(path);
  return written <= granted + mebibyte ? "" : std::to_string(written) + " bytes";
}

std::string sparse() {
  std::signal(SIGXFSZ, SIG_IGN);
  const int fd = ::open("/out/sparse", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int outcome = ::ftruncate(fd, off_t{1} << 40);
  ::unlink("/out/sparse");
  return got(outcome, "a file of a tebibyte");
}

std::string many_files() {
  int count = 0;
  for (; count < 10'000; ++count) {
    const std::string path = "/out/f" + std::to_string(count);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0) break;
    ::close(fd);
  }
  for (int i = 0; i < count; ++i) ::unlink(("/out/f" + std::to_string(i)).c_str());
  return count < 10'000 ? "" : "files without end";
}

std::string locked_memory() {
  void* at =
      ::mmap(nullptr, mebibyte * 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at == MAP_FAILED ? "" : got(::mlock(at, mebibyte * 16), "locked memory");
}

int depth(int level) {
  volatile char block[16384];
  block[0] = static_cast<char>(level);
  return level > 100'000 ? block[0] : depth(level + 1) + block[0];
}

const Case of_resources[] = {
    {"bomb-memory", [] { return memory(MAP_PRIVATE); }},
    {"bomb-shared-memory", [] { return memory(MAP_SHARED); }},
    {"bomb-processes", processes},
    {"bomb-descriptors", descriptors},
    {"bomb-timers", timers},
    {"bomb-stack",
     [] { return depth(0) == -1 ? std::string("never") : std::string("a stack without end"); }},
    {"oversized-output", [] { return fill("/out/big", granted_output); }},
    {"oversized-tmp", [] { return fill("/tmp/big", granted_memory); }},
    {"sparse-output", sparse},
    {"many-outputs", many_files},
    {"locked-memory", locked_memory},
};

}  // namespace

std::span<const Case> resource_cases() {
  return of_resources;
}

}  // namespace anchorhold::hostile
