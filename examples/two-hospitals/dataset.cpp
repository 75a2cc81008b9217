#include "dataset.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

namespace study {

std::vector<Row> read_rows(std::istream& in) {
  std::vector<Row> rows;
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    const auto bad = [&](const char* why) {
      return std::runtime_error("line " + std::to_string(number) + ": " + why);
    };
    std::istringstream fields(line);
    std::string field;
    std::vector<double> values;
    while (std::getline(fields, field, ',')) {
      size_t used = 0;
      const double value = std::stod(field, &used);
      if (used != field.size() || !std::isfinite(value)) throw bad("not a number");
      values.push_back(value);
    }
    if (values.size() != kFeatures + 1) throw bad("not 30 features and a class");
    Row row;
    std::copy_n(values.begin(), kFeatures, row.features.begin());
    row.malignant = values.back() == 0.0;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace study
