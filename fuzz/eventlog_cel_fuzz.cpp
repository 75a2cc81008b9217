// Canonical event logs: raw, or records of a forged workload with contents altered and re-measured.
#include <fuzzer/FuzzedDataProvider.h>

#include "eventlog_check.h"
#include "testkit/forged_eventlog.h"

using namespace anchorhold;

namespace {

Bytes forged(FuzzedDataProvider& in) {
  const bool rtmrs = in.ConsumeBool();
  testkit::LogForge forge = testkit::forged_workload(rtmrs);
  while (in.remaining_bytes() > 0) {
    const uint32_t index = in.ConsumeIntegralInRange<uint32_t>(0, 24);
    const auto type = in.ConsumeIntegralInRange<uint8_t>(0, 14);
    const std::string value = in.ConsumeRandomLengthString(100);
    switch (in.ConsumeIntegralInRange(0, 2)) {
      case 0:
        forge.measure(index, 0, testkit::cos_content(type, value));
        break;
      case 1:
        forge.measure(index, 0, in.ConsumeBytes<uint8_t>(40));
        break;
      default:
        forge.at(type % forge.events().size()).data = testkit::cos_content(type, value);
    }
  }
  return forge.cel(rtmrs);
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
