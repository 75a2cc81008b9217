// dstack's JSON logs.
#include "eventlog_check.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::check_event_log({data, size});
  return 0;
}
