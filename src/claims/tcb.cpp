#include "claims/tcb.h"

#include <algorithm>
#include <array>

#include "base/printable.h"

namespace anchorhold {
namespace {

constexpr std::array<std::string_view, 10> tcb_status_names = {
    "UpToDate",
    "SWHardeningNeeded",
    "ConfigurationNeeded",
    "ConfigurationAndSWHardeningNeeded",
    "TDRelaunchAdvised",
    "TDRelaunchAdvisedConfigurationNeeded",
    "OutOfDate",
    "OutOfDateConfigurationNeeded",
    "NotSupported",
    "Revoked"};

}  // namespace

std::string_view tcb_status_name(TcbStatus status) {
  return tcb_status_names[static_cast<size_t>(status)];
}

Result<TcbStatus> tcb_status_from_name(std::string_view object, std::string_view name) {
  const auto found = std::ranges::find(tcb_status_names, name);
  if (found == tcb_status_names.end()) {
    return Error{Code::malformed, std::string(object), "unknown TCB status"}
        .want("one of Intel's, like UpToDate")
        .saw(printable(name));
  }
  return static_cast<TcbStatus>(found - tcb_status_names.begin());
}

}  // namespace anchorhold
