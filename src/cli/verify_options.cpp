#include "cli/verify_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

namespace anchorhold::cli {
namespace {

struct OptionKinds {
  std::string_view option;
  bool evidence;
  bool bundle;
  bool receipt;
  bool result;
};

constexpr std::array<OptionKinds, 24> table = {{
    // option                        evidence bundle receipt result
    {"--policy", true, true, false, false},
    {"--contract", true, true, true, false},
    {"--contract-digest", false, false, true, false},
    {"--party", false, false, true, false},
    {"--anchor", true, true, false, false},
    {"--software-root", true, true, true, false},
    {"--collateral", true, false, false, false},
    {"--nonce", true, false, false, true},
    {"--user-data", true, false, false, false},
    {"--report-data", true, false, false, false},
    {"--public-key", true, false, false, false},
    {"--at", true, false, false, true},
    {"--challenged", true, false, false, false},
    {"--format", true, true, false, false},
    {"--require-crl", true, true, false, false},
    {"--insecure-sha1", true, true, false, false},
    {"--insecure-keystone-test-key", true, true, false, false},
    {"--explain", true, true, false, false},
    {"--what-if", true, true, false, false},
    {"--bundle", true, false, false, false},
    {"--ear", true, false, false, false},
    {"--ear-key", true, false, false, true},
    {"--ear-profile", true, false, false, false},
    {"file", true, true, true, true},
}};

bool judged_for(const OptionKinds& row, FileKind kind) {
  switch (kind) {
    case FileKind::evidence:
      return row.evidence;
    case FileKind::bundle:
      return row.bundle;
    case FileKind::receipt:
      return row.receipt;
    case FileKind::result:
      return row.result;
  }
  return false;
}

Status check_option(const CLI::Option& option, FileKind kind) {
  const std::string name = option.get_name();
  const auto row = std::ranges::find(table, name, &OptionKinds::option);
  if (row == table.end() || !judged_for(*row, kind)) {
    return Error{Code::invalid_argument, name,
                 "the file is " + std::string(kind_name(kind)) + ", which is not judged by this"}
        .advise("leave the option out if that is the file that is meant");
  }
  const std::vector<std::string>& values = option.results();
  if (std::ranges::any_of(values, &std::string::empty))
    return Error{Code::invalid_argument, name, "its value is empty"}.advise(
        "see that the variable that should hold it is set");
  return {};
}

}  // namespace

std::string_view kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::evidence:
      return "evidence";
    case FileKind::bundle:
      return "an evidence bundle";
    case FileKind::receipt:
      return "a receipt";
    case FileKind::result:
      return "an attestation result";
  }
  return "evidence";
}

Status check_options(const CLI::App& verb, FileKind kind) {
  for (const CLI::Option* option : verb.get_options()) {
    if (option->count() > 0) AH_TRY(check_option(*option, kind));
  }
  return {};
}

}  // namespace anchorhold::cli
