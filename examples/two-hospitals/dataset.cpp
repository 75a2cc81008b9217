#include "dataset.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace study {

namespace {

// Numbers parted by commas, one for each place and no more.
bool parse_row(const std::string& line, Row& row) {
  std::array<double, kFeatures + 1> values{};
  const char* at = line.c_str();
  for (size_t i = 0; i < values.size(); ++i) {
    char* end = nullptr;
    values[i] = std::strtod(at, &end);
    const char parting = i + 1 < values.size() ? ',' : '\0';
    if (end == at || *end != parting || !std::isfinite(values[i])) return false;
    at = end + 1;
  }
  std::copy_n(values.begin(), kFeatures, row.features.begin());
  row.malignant = values.back() == 0.0;
  return true;
}

}  // namespace

bool read_file(const std::string& path, std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  std::array<char, 4096> part;
  size_t length = 0;
  while ((length = std::fread(part.data(), 1, part.size(), file)) > 0)
    text.append(part.data(), length);
  const bool whole = std::ferror(file) == 0;
  std::fclose(file);
  return whole;
}

bool read_rows(const std::string& path, std::vector<Row>& rows, std::string& why) {
  std::string text;
  if (!read_file(path, text)) {
    why = "cannot read " + path;
    return false;
  }
  size_t number = 1;
  for (size_t at = 0; at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    Row row;
    if (!parse_row(text.substr(at, end - at), row)) {
      why = "line " + std::to_string(number) + ": not 30 numbers and a class";
      return false;
    }
    rows.push_back(row);
    at = end + 1;
  }
  return true;
}

}  // namespace study
