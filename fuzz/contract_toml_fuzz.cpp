// An accepted TOML has a sealed form that reads back as itself, whatever was written.
#include "check.h"
#include "contract/author.h"
#include "contract/parse.h"
#include "testkit/sample_contract.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const testkit::SampleContract sample;
  const auto draft = contract::parse_toml("input", text_of({data, size}));
  if (!draft.ok()) return 0;
  contract::Files files;
  for (const std::string& name : draft->files) {
    fuzz::check(("/" + name + "/").find("/../") == std::string::npos && name.front() != '/');
    files.emplace(name, sample.files().begin()->second);
  }
  auto contract = contract::resolve(*draft, files);
  if (!contract.ok()) return 0;
  contract->workload.image = sample.measured().image;
  contract->workload.image_signer.reset();
  contract->agents = {sample.measured().agent};
  for (const auto tee : contract->tee.accept) {
    contract->measurements.emplace(tee, sample.measured().registers.begin()->second);
  }
  const Bytes payload = contract::encode_contract(*contract);
  const auto again = contract::parse_contract(payload);
  fuzz::check(again.ok() && contract::encode_contract(*again) == payload);
  return 0;
}
