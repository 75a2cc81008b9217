// Signed collateral and TCB infos as hostile text. What is read says the same when it is written
// and read again, and any platform can be matched against it.
#include <algorithm>
#include <tuple>

#include "check.h"
#include "evidence/dcap/collateral_json.h"
#include "evidence/dcap/converge.h"
#include "evidence/dcap/tcb_match.h"
#include "testkit/forged_dcap_collateral.h"

using namespace anchorhold;

namespace {

void check_order(const dcap::TcbInfo& info) {
  const auto rank = [](const dcap::TcbLevel& level) {
    return std::tie(level.sgx, level.pce_svn, level.tdx);
  };
  for (size_t i = 1; i < info.levels.size(); ++i) {
    fuzz::check(rank(info.levels[i - 1]) > rank(info.levels[i]));
  }
}

void check_matching(const dcap::TcbInfo& info) {
  for (const dcap::TeeType tee : {dcap::TeeType::sgx, dcap::TeeType::tdx}) {
    const dcap::TcbInput input = testkit::current_platform(tee);
    const dcap::LevelMatch match = dcap::match_levels(info, input);
    fuzz::check(match.tdx == nullptr || (input.td && match.sgx <= match.tdx));
    const auto tcb = dcap::platform_tcb(info, testkit::current_identity(tee), input);
    if (!tcb.ok()) continue;
    fuzz::check(match.sgx != nullptr || tcb->tcb.status == TcbStatus::not_supported);
    fuzz::check(std::ranges::is_sorted(tcb->tcb.advisories));
  }
}

void check_info(std::string_view text) {
  const auto info = dcap::parse_tcb_info("tcbInfo", text);
  if (!info.ok()) return;
  fuzz::check(info->tdx_module.has_value() == (info->tee == dcap::TeeType::tdx));
  const std::string written = json::canonical(testkit::tcb_info_json(*info));
  // What fitted into the limit may be longer in the form that the testkit writes.
  const auto again = dcap::parse_tcb_info("tcbInfo", written);
  fuzz::check(written.size() > dcap::collateral_limit || (again.ok() && *again == *info));
  check_order(*info);
  check_matching(*info);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  const auto document = dcap::read_signed_json("collateral", text);
  fuzz::check(!document.ok() || dcap::collateral_kind({data, size}) == document->kind);
  if (document.ok()) {
    fuzz::check(document->value.front() == '{' && document->value.back() == '}');
    check_info(document->value);
  } else {
    check_info(text);
  }
  return 0;
}
