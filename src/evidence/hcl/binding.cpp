#include "evidence/hcl/binding.h"

#include <algorithm>

#include "base/hex.h"

namespace anchorhold::hcl {

Bytes bound_report_data(crypto::HashKind hash, ByteView runtime_data) {
  Bytes out = crypto::hash(hash, runtime_data);
  out.resize(report_data_size, 0);
  return out;
}

Status check_binding(ByteView report_data, crypto::HashKind hash, ByteView runtime_data) {
  const Bytes bound = bound_report_data(hash, runtime_data);
  if (std::ranges::equal(report_data, bound)) return {};
  return Error{Code::denied, "runtime data", "not what the hardware's report binds"}
      .want("report_data " + to_hex(bound))
      .saw(to_hex(report_data.first(std::min(report_data.size(), report_data_size))))
      .advise("give the runtime data of this very report, byte for byte");
}

}  // namespace anchorhold::hcl
