// Scores a model on rows that it has not seen:  evaluate MODEL.json ROWS.csv  prints the AUC.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "logistic.h"

namespace {

// The number behind `"name":` or behind `[` and `,` from `from` on; enough for the form that fit
// writes and for the canonical one that leaves the enclave.
double number_at(const std::string& text, size_t from) {
  return std::strtod(text.c_str() + from, nullptr);
}

bool read_model(const std::string& path, study::Model& model) {
  std::string text;
  const std::string intercept = "\"intercept\":";
  if (!study::read_file(path, text)) return false;
  size_t at = text.find(intercept);
  if (at == std::string::npos) return false;
  model.intercept = number_at(text, at + intercept.size());
  at = text.find("\"coefficients\":");
  if (at == std::string::npos) return false;
  at = text.find('[', at);
  for (double& coefficient : model.coefficients) {
    if (at == std::string::npos) return false;
    coefficient = number_at(text, at + 1);
    at = text.find_first_of(",]", at + 1);
  }
  return true;
}

int failed(const std::string& why) {
  std::fprintf(stderr, "evaluate: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return failed("usage: evaluate MODEL.json ROWS.csv");
  study::Model model;
  if (!read_model(argv[1], model)) return failed(std::string(argv[1]) + " is no model");
  std::vector<study::Row> rows;
  std::string why;
  if (!study::read_rows(argv[2], rows, why)) return failed(why);
  std::printf("%.4f\n", study::auc(model, rows));
  return 0;
}
