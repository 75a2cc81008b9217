#pragma once
// One conformance case: a folder with a case.json that names evidence, collateral, a time, and the
// answer that a correct verifier gives.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "codec/json.h"
#include "verifier/file.h"

namespace anchorhold::conformance {

// Expected: the answer. An absent member is not asserted.
struct Expected {
  std::optional<bool> authentic;  // absent: either answer is right
  std::string fails;              // where a refused case breaks; a hint
  std::optional<std::string> tcb_status;
  std::optional<std::vector<std::string>> advisories;
  std::optional<bool> debug;
  json::Object claims;
};

struct Case {
  std::string name;
  std::string tee;
  std::string kind;
  std::optional<Time> at;  // absent: nothing in the case has a date
  std::map<std::string, std::vector<verifier::File>> inputs;
  std::vector<verifier::File> trust_anchors;
  std::optional<Bytes> nonce;
  std::optional<Bytes> user_data;
  std::optional<Bytes> report_data;
  Expected expected;
};

// read_case: case.json of `folder` and every file that it names.
Result<Case> read_case(const std::filesystem::path& folder);

// find_cases: every folder below `root` that holds a case.json, sorted.
std::vector<std::filesystem::path> find_cases(const std::filesystem::path& root);

}  // namespace anchorhold::conformance
