#include "evidence/keystone/checks.h"
#include "evidence/keystone/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

Verification verify_keystone(const Request& request) {
  return keystone::verify_report(request.evidence,
                                 {.insecure_test_device_key = request.insecure.keystone_test_key},
                                 request.anchors.keys);
}

}  // namespace

const Format keystone_format = {"keystone", "Keystone report", keystone::looks_like_report,
                                verify_keystone, keystone::check_table};

}  // namespace anchorhold::verifier
