#pragma once
// Rows of numbers with a yes/no outcome, read from CSV. Errors are values: WebAssembly as the
// distribution compiles it has no exceptions, and no streams that open files.

#include <array>
#include <string>
#include <vector>

namespace study {

constexpr size_t kFeatures = 30;

struct Row {
  std::array<double, kFeatures> features{};
  bool malignant = false;
};

// read_file: the whole of it; false when it cannot be read.
bool read_file(const std::string& path, std::string& text);

// read_rows: appends the lines of a file, each of 30 numbers and a class (0 malignant, 1 benign).
// False, with why, when there is anything else in it.
bool read_rows(const std::string& path, std::vector<Row>& rows, std::string& why);

}  // namespace study
