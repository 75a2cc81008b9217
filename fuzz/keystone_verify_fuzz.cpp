// Keystone reports with things wrong, some of them well signed. What was altered after signing is
// refused or says the same; data is never longer than its field.
#include "check.h"
#include "claim_edits.h"
#include "evidence/keystone/verify.h"
#include "testkit/forged_keystone.h"

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  static const Bytes good = forge().good();
  static const Verification expected = verify(good);
  const bool alter_only = in.ConsumeBool();
  Bytes report = alter_only ? good : signed_report(in);
  if (alter_only) fuzz::flips(in, report, 8);
  const Verification result = verify(report);
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return 0;
  fuzz::check((*result.claims)->root == forge().anchor_key().spki_sha256());
  fuzz::check((*result.claims)->user_data->size() <= data_field);
  if (alter_only) fuzz::check((*result.claims)->vendor == (*expected.claims)->vendor);
  return 0;
}
