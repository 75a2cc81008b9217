#include "evidence/dice/checks.h"
#include "evidence/dice/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

Verification verify_dice(const Request& request) {
  return dice::verify_chain(
      request.evidence,
      {.certificates = request.material.certificates(), .keys = request.material.keys()},
      request.anchors.keys, request.at, request.cache);
}

}  // namespace

const Format dice_format = {"dice", "DICE certificate chain", dice::looks_like_chain, verify_dice,
                            dice::check_table};

}  // namespace anchorhold::verifier
