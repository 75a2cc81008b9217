// HCL reports and their runtime data: what is read lies in the input, sizes agree, and only its own
// digest binds it.
#include "check.h"
#include "evidence/hcl/binding.h"
#include "evidence/hcl/report.h"
#include "evidence/hcl/runtime_data.h"
#include "evidence/hcl/td_report.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto parsed = hcl::parse_report(input);
  if (!parsed.ok()) return 0;
  const hcl::Report& report = parsed->claimed();
  fuzz::check(hcl::looks_like_report(input) && !report.runtime_data.empty());
  fuzz::check(text_of(input).find(text_of(report.runtime_data)) != std::string_view::npos);
  const Bytes bound = hcl::bound_report_data(report.hash, report.runtime_data);
  fuzz::check(hcl::check_binding(bound, report.hash, report.runtime_data).ok());
  if (report.hardware == hcl::HardwareKind::tdx) {
    const auto body = hcl::quote_body_of(report.hardware_report);
    fuzz::check(body.ok() && hcl::check_same_td(report.hardware_report, *body).ok());
  }
  const auto runtime = hcl::parse_runtime_data(report.runtime_data);
  if (!runtime.ok()) return 0;
  fuzz::check(runtime->attestation_key.kind() == crypto::KeyKind::rsa);
  fuzz::check(!runtime->user_data || runtime->user_data->size() <= hcl::user_data_limit);
  Claims claims;
  hcl::add_runtime_claims(*runtime, claims);
  fuzz::check(claims.user_data == runtime->user_data);
  return 0;
}
