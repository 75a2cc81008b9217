// Messages that are taken come back from their encoding. A security module answers every request
// with a response of the protocol, and no request moves a register that is locked.
#include "attester/software_nsm.h"
#include "check.h"
#include "testkit/forged_nsm.h"

using namespace anchorhold;

namespace {

attester::SoftwareNsm new_module() {
  static testkit::FixedRandom random;
  static const auto root =
      attester::SoftwareRoot::generate(random, testkit::NsmForge::at()).value();
  auto leaf = root.issue_leaf(testkit::NsmForge::module_id(), random, testkit::NsmForge::at());
  return attester::SoftwareNsm::create(std::move(*leaf), {{0, Digest384{1}}}).value();
}

void ask(attester::SoftwareNsm& module, ByteView request) {
  static testkit::FixedRandom random;
  const nsm::Registers before = module.registers();
  const auto described =
      nsm::decode_response(module.handle(nsm::encode_request(nsm::DescribeNsm{}), {}, random));
  const auto& locked = std::get<nsm::Description>(*described).locked_pcrs;
  const Bytes response = module.handle(request, testkit::NsmForge::at(), random);
  fuzz::check(response.size() <= nsm::response_limit);
  fuzz::check(nsm::decode_response(response).ok());
  const nsm::Registers after = module.registers();
  for (const uint16_t index : locked) fuzz::check(before.at(index) == after.at(index));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  if (const auto request = nsm::decode_request(input); request.ok()) {
    const auto again = nsm::decode_request(nsm::encode_request(*request));
    fuzz::check(again.ok() && *again == *request);
  }
  if (const auto response = nsm::decode_response(input); response.ok()) {
    const auto again = nsm::decode_response(nsm::encode_response(*response));
    fuzz::check(again.ok() && *again == *response);
  }
  // A session: requests one after another, each with its length in front.
  static attester::SoftwareNsm module = new_module();
  for (ByteView rest = input; !rest.empty();) {
    const size_t length = std::min<size_t>(rest[0], rest.size() - 1);
    ask(module, rest.subspan(1, length));
    rest = rest.subspan(1 + length);
  }
  ask(module, input);
  return 0;
}
