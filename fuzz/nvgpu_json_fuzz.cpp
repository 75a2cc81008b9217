// Every device of a list that is read has a report and certificates of its own.
#include "check.h"
#include "evidence/nvgpu/submission.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto devices = nvgpu::read_submission(bytes);
  if (!devices.ok()) return 0;
  fuzz::check(!devices->empty() && devices->size() <= 64);
  const bool raw = nvgpu::looks_like_report(bytes);
  for (const nvgpu::Device& device : *devices) {
    fuzz::check(nvgpu::parse_report("again", device.bytes).ok());
    fuzz::check(device.certificates.empty() == raw);
  }
  return 0;
}
