#pragma once
// Rows of numbers with a yes/no outcome, read from CSV.

#include <array>
#include <istream>
#include <vector>

namespace study {

constexpr size_t kFeatures = 30;

struct Row {
  std::array<double, kFeatures> features{};
  bool malignant = false;
};

// read_rows: lines of 30 numbers and a class (0 malignant, 1 benign); throws std::runtime_error
// naming the line.
std::vector<Row> read_rows(std::istream& in);

}  // namespace study
