// Nothing but what the owner signed is taken as a release, and a resource that splits joins again
// to the same bytes.
#include "check.h"
#include "contract/release.h"
#include "testkit/sample_contract.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const contract::SealedContract sealed = testkit::SampleContract().fully_signed();
  const ByteView input{data, size};
  const auto resource = contract::split_release_resource(input);
  if (resource.ok()) {
    const SecretBytes again =
        contract::release_resource(resource->statement, resource->identity.view());
    fuzz::check(fuzz::same(again.view(), input));
  }
  const std::string statement = resource.ok() ? resource->statement : string_of(input);
  const auto release =
      contract::verify_release_statement(sealed.contract, sealed.digest, statement);
  // The seeds are the only statements that the sample's owners ever signed.
  fuzz::check(!release.ok() || release->owner == "hospital-a");
  return 0;
}
