// A workload for tests: does what its first argument says and writes what it saw to /out/result.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace {

int copy_input() {
  std::ifstream in("/in/data");
  std::ofstream out("/out/result");
  out << in.rdbuf();
  for (char** item = environ; *item != nullptr; ++item) out << ";" << *item;
  std::cout << "to the log" << std::endl;
  return out.good() ? 0 : 1;
}

// When its first instruction ran, by the clock that the host has too.
int tell_time() {
  std::ofstream("/out/result") << std::chrono::steady_clock::now().time_since_epoch().count();
  return 0;
}

int threads() {
  std::vector<std::thread> all;
  std::vector<int> results(8);
  for (int i = 0; i < 8; ++i)
    all.emplace_back([i, &results] { results[static_cast<size_t>(i)] = i * i; });
  int sum = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].join();
    sum += results[i];
  }
  std::ofstream("/out/result") << sum;
  return 0;
}

// Executes another program of the image and one that it wrote itself.
int processes(const char* self) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(self, self, "second", nullptr);
    ::_exit(99);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::ofstream("/out/result") << WEXITSTATUS(status);
  return 0;
}

int second() {
  std::ofstream("/out/second") << "by another process";
  return 7;
}

int memory() {
  std::vector<char*> blocks;
  for (;;) {
    char* block = static_cast<char*>(std::malloc(1 << 20));
    if (block == nullptr) return 3;
    std::memset(block, 1, 1 << 20);
    blocks.push_back(block);
  }
}

int forks() {
  for (;;) {
    if (::fork() < 0) ::usleep(1000);
  }
}

int fork_until_refused() {
  int count = 1;
  while (::fork() > 0) ++count;
  if (::getppid() == 1) std::ofstream("/out/result") << count;
  ::pause();
  return 0;
}

int spin() {
  for (;;) {
    if (std::chrono::steady_clock::now().time_since_epoch().count() == 0) return 5;
  }
}

// Leaves a process behind and stays out of its way.
int orphan() {
  if (::fork() == 0) {
    ::sleep(1000);
    ::_exit(0);
  }
  return 0;
}

int fill_out() {
  std::ofstream out("/out/result");
  const std::string block(1 << 20, 'x');
  while (out.write(block.data(), static_cast<std::streamsize>(block.size()))) {
  }
  return 4;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "copy") return copy_input();
  if (what == "clock") return tell_time();
  if (what == "threads") return threads();
  if (what == "processes") return processes(argv[0]);
  if (what == "second") return second();
  if (what == "memory") return memory();
  if (what == "forks") return forks();
  if (what == "count") return fork_until_refused();
  if (what == "spin") return spin();
  if (what == "sleep") return static_cast<int>(::sleep(1000));
  if (what == "orphan") return orphan();
  if (what == "fill") return fill_out();
  if (what == "abort") std::abort();
  return 42;
}
