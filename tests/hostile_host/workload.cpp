// The approved code of these tests: says how many bytes it saw. An input that begins with "slow"
// makes it sleep first, so that a test can end it in the middle of its work.

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string content_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main() {
  const std::string a = content_of("/in/cohort-a");
  const std::string b = content_of("/in/cohort-b");
  if (a.starts_with("slow")) ::sleep(30);
  std::ofstream("/out/model") << "{\"a\": " << a.size() << ", \"b\": " << b.size() << "}";
  std::ofstream("/out/table") << "group,n\nall," << a.size() + b.size() << "\n";
}
