// The C++ library's streams, and numbers that no locale changes.
#include <iomanip>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>

int main() {
  std::cout << 42 << ' ' << -7L << ' ' << 1.5 << ' ' << true << ' ' << 'c' << ' ' << "text\n";
  std::cout << std::hex << 255 << ' ' << std::showbase << 255 << std::dec << std::noshowbase
            << '\n';
  std::cout << std::setw(8) << 1.0 / 3.0 << ' ' << std::setprecision(17) << 0.1 << '\n';
  std::cout << std::fixed << std::setprecision(2) << 1234567.891 << ' ' << std::scientific
            << 1234567.891 << std::defaultfloat << '\n';
  std::cout << std::numeric_limits<double>::infinity() << ' ' << std::boolalpha << false << '\n';

  std::istringstream in("10 2.5 word 0x1f");
  int number = 0;
  double real = 0;
  std::string word;
  in >> number >> real >> word;
  std::cout << number + 1 << ' ' << real * 2 << ' ' << word << ' ' << in.good() << '\n';
  std::string line;
  while (std::getline(std::cin, line)) std::cout << '<' << line << ">\n";
  std::cerr << "to stderr\n";
  return std::cin.eof() ? 0 : 1;
}
