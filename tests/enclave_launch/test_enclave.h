#pragma once
// One launch with the test agent, from the image to what the agent reported.

#include <map>
#include <string>
#include <vector>

#include "attester/software_root.h"
#include "enclave/software/software_tee.h"
#include "image/manifest.h"
#include "image/tree.h"

namespace anchorhold::enclave {

// The paths of the programs under test; an environment variable of the same name with _PATH
// replaces each.
std::string test_agent();
std::string static_probe();
std::string dynamic_probe();

// One root for all tests of the program.
const attester::SoftwareRoot& test_root();

struct TestImage {
  explicit TestImage(std::vector<std::string> args, const std::string& program = static_probe());
  image::Manifest manifest;
  image::FileTree tree;
  std::string memo_folder = "/nowhere";
};

// add_libraries: what `program` needs of this machine's shared libraries, at the same paths.
void add_libraries(image::FileTree& tree, const std::string& program);

struct Outcome {
  Result<EnclaveEnd> end = EnclaveEnd{};
  nsm::Registers registers;
  std::map<std::string, std::string> report;
  std::string get(const std::string& key) const {
    const auto found = report.find(key);
    return found == report.end() ? "(none)" : found->second;
  }
};

Result<Outcome> run(const TestImage& image);

// Running: a launch whose end the test does not wait for.
struct Running {
  Bytes layer;
  image::LoadedImage image;
  std::map<std::string, std::string> report;
  std::unique_ptr<Enclave> enclave;  // last: it goes first, and its handlers write the report
};
Result<std::unique_ptr<Running>> start(const TestImage& image);

}  // namespace anchorhold::enclave
