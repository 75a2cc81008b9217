// Containers, algorithms, conversions, and memory that is not there.
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <string>
#include <vector>

#include "check.h"

namespace {

int alive = 0;
struct Counted {
  Counted() { ++alive; }
  ~Counted() { --alive; }
};

void sorting() {
  std::vector<unsigned> numbers(100000);
  unsigned state = 12345;
  for (unsigned& number : numbers) number = state = state * 1664525U + 1013904223U;
  const auto sum = std::accumulate(numbers.begin(), numbers.end(), 0ULL);
  std::sort(numbers.begin(), numbers.end());
  CHECK(std::is_sorted(numbers.begin(), numbers.end()));
  CHECK(std::accumulate(numbers.begin(), numbers.end(), 0ULL) == sum);
  std::printf("%u %u %u\n", numbers.front(), numbers[50000], numbers.back());
}

void memory() {
  CHECK(new (std::nothrow) char[0xf0000000U] == nullptr);
  {
    const auto one = std::make_unique<Counted>();
    const std::vector<std::shared_ptr<Counted>> many(10, std::make_shared<Counted>());
    CHECK(alive == 2);
  }
  CHECK(alive == 0);
}

void conversions() {
  CHECK(std::to_string(-123456789012345LL) == "-123456789012345");
  CHECK(std::stod("1e-3") == 0.001);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, 0xdeadbeefU, 16).ptr;
  CHECK(std::string(text, end) == "deadbeef");
  int value = 0;
  const char* digits = "-42x";
  CHECK(std::from_chars(digits, digits + 4, value).ptr == digits + 3 && value == -42);
  for (const double number : {0.1, 1e300, 5e-324, 2.2250738585072014e-308, 123456789.125}) {
    std::snprintf(text, sizeof text, "%.17g", number);
    CHECK(std::stod(text) == number);
  }
}

void containers() {
  std::map<std::string, int> words;
  for (const char* word : {"b", "a", "c", "a"}) ++words[word];
  std::string list;
  for (const auto& [word, count] : words) list += word + std::to_string(count);
  CHECK(list == "a2b1c1");
}

}  // namespace

int main() {
  sorting();
  memory();
  conversions();
  containers();
  return verdict();
}
