// TCG PC Client logs and IMA lists: raw, or a forged boot with events altered, moved and added, in
// which what was measured and what is told come apart.
#include <fuzzer/FuzzedDataProvider.h>

#include "eventlog_check.h"
#include "testkit/forged_eventlog.h"

using namespace anchorhold;

namespace {

constexpr uint32_t types[] = {
    testkit::kNoAction,     testkit::kSeparator,    testkit::kEventTag,
    testkit::kVersion,      testkit::kIpl,          testkit::kNonHostInfo,
    testkit::kDriverConfig, testkit::kBootVariable, testkit::kBootApplication,
    testkit::kGpt,          testkit::kEfiAction,    testkit::kAuthority};

Bytes take_bytes(FuzzedDataProvider& in, size_t most) {
  return in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, most));
}

void alter(FuzzedDataProvider& in, testkit::LogForge& forge) {
  auto& events = forge.events();
  const size_t place = in.ConsumeIntegralInRange<size_t>(0, events.size() - 1);
  testkit::ForgedEvent& event = events[place];
  switch (in.ConsumeIntegralInRange(0, 5)) {
    case 0:
      event.type = in.PickValueInArray(types);
      break;
    case 1:
      event.index = in.ConsumeIntegralInRange<uint32_t>(0, 24);
      break;
    case 2:
      event.data = take_bytes(in, 200);
      break;
    case 3:
      event.digests.begin()->second[0] ^= in.ConsumeIntegral<uint8_t>();
      break;
    case 4:
      forge.measure(in.ConsumeIntegralInRange<uint32_t>(0, 24), in.PickValueInArray(types),
                    take_bytes(in, 200));
      break;
    default:
      std::swap(event, events.back());
  }
}

Bytes forged(FuzzedDataProvider& in) {
  using crypto::HashKind;
  const bool sha1 = in.ConsumeBool();
  testkit::LogForge forge = in.ConsumeBool() ? testkit::forged_td_boot()
                            : sha1           ? testkit::forged_pc_boot({HashKind::sha1})
                                             : testkit::forged_pc_boot({HashKind::sha256});
  while (in.remaining_bytes() > 0) alter(in, forge);
  const bool has_sha1 = forge.at(0).digests.contains(HashKind::sha1);
  return sha1 && has_sha1 ? forge.sha1() : forge.agile();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  if (in.ConsumeBool()) {
    fuzz::check_event_log(forged(in));
  } else {
    fuzz::check_event_log(in.ConsumeRemainingBytes<uint8_t>());
  }
  return 0;
}
