// What unpacks as a result packs again to a file with the same head and content.
#include "check.h"
#include "receipt/result_file.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto result = receipt::unpack_result("result", {data, size});
  if (!result.ok()) return 0;
  const auto packed = receipt::pack_result(result->head, result->content, {},
                                           static_cast<int64_t>(result->content.size()));
  fuzz::check(packed.ok());
  const auto again = receipt::unpack_result("again", packed->view());
  fuzz::check(again.ok() && fuzz::same(again->content, result->content) &&
              again->head.output == result->head.output && again->head.run == result->head.run &&
              again->head.contract == result->head.contract);
  return 0;
}
