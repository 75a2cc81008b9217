// Bytes as the SGX extension of a PCK certificate. What is accepted is read back the same.
#include "check.h"
#include "evidence/dcap/pck.h"
#include "testkit/forged_dcap.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto first = dcap::parse_pck_extension({data, size});
  if (!first.ok()) return 0;
  const Bytes encoded = testkit::encode_pck_extension(*first);
  const auto second = dcap::parse_pck_extension(encoded);
  fuzz::check(second.ok());
  fuzz::check(second->ppid == first->ppid && second->components == first->components);
  fuzz::check(second->pce_svn == first->pce_svn && second->cpu_svn == first->cpu_svn);
  fuzz::check(second->pce_id == first->pce_id && second->fmspc == first->fmspc);
  fuzz::check(second->sgx_type == first->sgx_type);
  fuzz::check(second->platform_instance_id == first->platform_instance_id);
  return 0;
}
