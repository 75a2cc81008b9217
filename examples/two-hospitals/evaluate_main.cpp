// Scores a model on rows that it has not seen:  evaluate MODEL.json ROWS.csv  prints the AUC.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "logistic.h"

namespace {

// The number behind `"name":` or behind `[` and `,` from `from` on; enough for the form that fit
// writes and for the canonical one that leaves the enclave.
double number_at(const std::string& text, size_t from) {
  return std::stod(text.substr(from));
}

study::Model read_model(const std::string& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto after = [&](const std::string& key) {
    const size_t at = text.find(key);
    if (at == std::string::npos) throw std::runtime_error(path + ": no " + key);
    return at + key.size();
  };
  study::Model model;
  model.intercept = number_at(text, after("\"intercept\":"));
  size_t at = text.find('[', after("\"coefficients\":")) + 1;
  for (double& coefficient : model.coefficients) {
    coefficient = number_at(text, at);
    at = text.find_first_of(",]", at) + 1;
  }
  return model;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: evaluate MODEL.json ROWS.csv");
  const study::Model model = read_model(argv[1]);
  std::ifstream file(argv[2]);
  const auto rows = study::read_rows(file);
  std::printf("%.4f\n", study::auc(model, rows));
  return 0;
} catch (const std::exception& error) {
  std::cerr << "evaluate: " << error.what() << "\n";
  return 1;
}
