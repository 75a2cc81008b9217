// The approved code of the study: pools every cohort in a folder, fits the model, writes
// model.json.
//   fit [--l2 X] [--in DIR] [--out FILE]

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "logistic.h"

namespace {

struct Arguments {
  double l2 = 1.0;
  std::string in = "/in";
  std::string out = "/out/model";
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--l2") {
      arguments.l2 = std::stod(value);
    } else if (name == "--in") {
      arguments.in = value;
    } else if (name == "--out") {
      arguments.out = value;
    } else {
      throw std::runtime_error("unknown argument " + name);
    }
  }
  return arguments;
}

std::vector<study::Row> pool(const std::string& folder) {
  std::vector<std::filesystem::path> cohorts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    cohorts.push_back(entry.path());
  std::sort(cohorts.begin(), cohorts.end());
  std::vector<study::Row> rows;
  for (const auto& cohort : cohorts) {
    std::ifstream file(cohort);
    const auto more = study::read_rows(file);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

void write_model(const std::string& path, const study::Model& model, double quality, size_t rows,
                 size_t malignant) {
  std::ofstream out(path);
  char number[40];
  const auto text = [&](double value) {
    std::snprintf(number, sizeof number, "%.12g", value);
    return std::string(number);
  };
  out << "{\"rows\": " << rows << ", \"malignant\": " << malignant
      << ", \"cross_validated_auc\": " << text(quality)
      << ", \"intercept\": " << text(model.intercept) << ", \"coefficients\": [";
  for (size_t f = 0; f < study::kFeatures; ++f)
    out << (f == 0 ? "" : ", ") << text(model.coefficients[f]);
  out << "]}\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace

int main(int argc, char** argv) try {
  const Arguments arguments = parse(argc, argv);
  const auto rows = pool(arguments.in);
  size_t malignant = 0;
  for (const auto& row : rows) malignant += row.malignant ? 1 : 0;
  const study::Model model = study::fit(rows, arguments.l2);
  const double quality = study::cross_validated_auc(rows, arguments.l2, 10);
  write_model(arguments.out, model, quality, rows.size(), malignant);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "fit: " << error.what() << "\n";
  return 1;
}
