// A report that is read fills its bytes: nothing before the signature or after it is left out.
#include "evidence/nvgpu/spdm.h"

#include "check.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto report = nvgpu::parse_report("report", bytes);
  if (!report.ok()) return 0;
  fuzz::check(nvgpu::looks_like_report(bytes));
  fuzz::check(report->signed_size + report->signature.size() == size);
  fuzz::check(fuzz::same(bytes.subspan(report->signed_size), report->signature));
  size_t values = 0;
  for (const auto& [index, value] : report->measurements) {
    fuzz::check(index > 0);
    values += value.size();
  }
  for (const auto& [type, value] : report->opaque) {
    fuzz::check(!nvgpu::opaque_field_name(type).empty());
    values += value.size();
  }
  fuzz::check(values < report->signed_size);
  static_cast<void>(nvgpu::vbios_version(report->opaque));
  return 0;
}
