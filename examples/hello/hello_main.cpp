// The smallest workload: reads the input `name`, writes the output `greeting`.

#include <fstream>
#include <string>

int main() {
  std::string name;
  std::getline(std::ifstream("/in/name"), name);
  std::ofstream greeting("/out/greeting");
  greeting << "Hello, " << name << "!\n";
  return greeting.flush() ? 0 : 1;
}
