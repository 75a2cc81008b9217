// Keystone reports with things wrong, some of them well signed. What was altered after signing is
// refused or says the same; data is never longer than its field.
#include "evidence/keystone/verify.h"
#include "testkit/forged_keystone.h"
#include "vouched_verify.h"

using namespace anchorhold;
using testkit::KeystoneForge;

namespace {

constexpr size_t data_field = 1024;

const KeystoneForge& forge() {
  static const KeystoneForge instance;
  return instance;
}

Verification verify(ByteView report) {
  static const std::vector<GivenAnchor> given = {{forge().anchor_key().spki_sha256()}};
  return keystone::verify_report(report, {}, given);
}

Bytes signed_report(FuzzedDataProvider& in) {
  testkit::KeystoneFields fields;
  fields.data = fuzz::take_bytes(in, data_field);
  fields.padding = in.ConsumeIntegral<uint8_t>();
  if (in.ConsumeBool()) fields.data_length = in.ConsumeIntegral<uint64_t>();
  return in.ConsumeBool() ? forge().signed_by_stranger(fields) : forge().sign(fields);
}

void promise(const Claims& claims) {
  fuzz::check(claims.user_data->size() <= data_field);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto format = fuzz::vouched_format(forge(), verify, signed_report, promise);
  fuzz::run_vouched(format, {data, size});
  return 0;
}
