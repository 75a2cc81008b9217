// The approved code of the study: pools every cohort in a folder, fits the model, writes
// model.json. The same sources make a static program and a WebAssembly module.
//   fit [--l2 X] [--in DIR] [--out FILE]

#include <dirent.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "logistic.h"

namespace {

struct Arguments {
  double l2 = 1.0;
  std::string in = "/in";
  std::string out = "/out/model";
};

bool parse(int argc, char** argv, Arguments& arguments, std::string& why) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--l2") {
      char* end = nullptr;
      arguments.l2 = std::strtod(value.c_str(), &end);
      if (value.empty() || *end != '\0') {
        why = "--l2 takes a number";
        return false;
      }
    } else if (name == "--in") {
      arguments.in = value;
    } else if (name == "--out") {
      arguments.out = value;
    } else {
      why = "unknown argument " + name;
      return false;
    }
  }
  return true;
}

// The cohorts in the order of their names, whatever the order of the folder.
bool list_cohorts(const std::string& folder, std::vector<std::string>& cohorts) {
  DIR* listing = ::opendir(folder.c_str());
  if (listing == nullptr) return false;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name != "." && name != "..") cohorts.push_back(folder + "/" + name);
  }
  ::closedir(listing);
  std::sort(cohorts.begin(), cohorts.end());
  return true;
}

bool pool(const std::string& folder, std::vector<study::Row>& rows, std::string& why) {
  std::vector<std::string> cohorts;
  if (!list_cohorts(folder, cohorts)) {
    why = "cannot list " + folder;
    return false;
  }
  return std::all_of(cohorts.begin(), cohorts.end(), [&](const std::string& cohort) {
    return study::read_rows(cohort, rows, why);
  });
}

bool write_model(const std::string& path, const study::Model& model, double quality,
                 const std::vector<study::Row>& rows) {
  std::FILE* out = std::fopen(path.c_str(), "wb");
  if (out == nullptr) return false;
  const auto malignant =
      std::count_if(rows.begin(), rows.end(), [](const study::Row& row) { return row.malignant; });
  std::fprintf(out,
               "{\"rows\": %zu, \"malignant\": %lld, \"cross_validated_auc\": %.12g, "
               "\"intercept\": %.12g, \"coefficients\": [",
               rows.size(), static_cast<long long>(malignant), quality, model.intercept);
  for (size_t f = 0; f < study::kFeatures; ++f)
    std::fprintf(out, "%s%.12g", f == 0 ? "" : ", ", model.coefficients[f]);
  std::fputs("]}\n", out);
  const bool written = std::ferror(out) == 0;
  return std::fclose(out) == 0 && written;
}

int failed(const std::string& why) {
  std::fprintf(stderr, "fit: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  std::vector<study::Row> rows;
  std::string why;
  if (!parse(argc, argv, arguments, why) || !pool(arguments.in, rows, why)) return failed(why);
  const auto model = study::fit(rows, arguments.l2);
  const auto quality = study::cross_validated_auc(rows, arguments.l2, 10);
  if (!model || !quality) return failed("a fit needs rows of both classes");
  if (!write_model(arguments.out, *model, *quality, rows))
    return failed("cannot write " + arguments.out);
  return 0;
}
