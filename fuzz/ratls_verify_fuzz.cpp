// Certificates around genuine quotes. One is accepted only when its evidence names its own key.
#include <fuzzer/FuzzedDataProvider.h>

#include <array>

#include "check.h"
#include "evidence/cmw/message.h"
#include "testkit/composite_world.h"
#include "testkit/forged_ratls.h"

using namespace anchorhold;
using testkit::RatlsForge;

namespace {

const testkit::CompositeWorld& world() {
  static const testkit::CompositeWorld instance;
  return instance;
}
const RatlsForge& forge(bool other) {
  static const RatlsForge own(40);
  static const RatlsForge stranger(41);
  return other ? stranger : own;
}

// Quotes over the key of the first forge, over its claims, and over nothing.
const Bytes& quote(size_t number) {
  static const Bytes claims = forge(false).claims({});
  static const std::array quotes = {
      world().enclave(testkit::report_data_of(forge(false).key().spki())),
      world().enclave(testkit::report_data_of(claims)), world().enclave({})};
  return quotes[number];
}

Bytes any_extension(FuzzedDataProvider& in) {
  Bytes evidence = quote(in.ConsumeIntegralInRange<size_t>(0, 2));
  if (in.ConsumeBool()) {
    evidence[in.ConsumeIntegralInRange<size_t>(0, evidence.size() - 1)] ^=
        in.ConsumeIntegral<uint8_t>();
  }
  Bytes claims = forge(in.ConsumeBool()).claims({.unknown_claim = in.ConsumeBool()});
  if (in.ConsumeBool()) claims = in.ConsumeBytes<uint8_t>(40);
  switch (in.ConsumeIntegralInRange(0, 3)) {
    case 0:
      return RatlsForge::gramine(evidence);
    case 1:
      return RatlsForge::interoperable(evidence, claims,
                                       in.ConsumeIntegralInRange<uint64_t>(59999, 60003));
    case 2:
      return RatlsForge::cmw_cbor(
          cmw::encode_cbor(cmw::Record{.type = uint16_t{42}, .value = evidence}));
    default:
      return RatlsForge::interoperable_value(in.ConsumeBytes<uint8_t>(60));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  const bool other = in.ConsumeBool();
  std::vector<Bytes> extensions = {any_extension(in)};
  if (in.ConsumeBool()) extensions.push_back(any_extension(in));
  const Bytes certificate = forge(other).forge(forge(other).spec(world().at, extensions));
  const auto material = verifier::Material::sort(world().files, nullptr).value();
  const auto result = verifier::ratls_format.verify({.evidence = certificate,
                                                     .material = material,
                                                     .anchors = world().anchors,
                                                     .at = world().at});
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return 0;
  fuzz::check(!other);  // no quote here is over the other key or its claims
  fuzz::check((*result.claims)->public_key == forge(false).key().spki());
  fuzz::check(!(*result.claims)->hardware_rooted);
  return 0;
}
