// A revocation list that is read is read the same way again, and nothing passes for the list of an
// issuer but what he signed.
#include <algorithm>

#include "check.h"
#include "crypto/crl.h"
#include "testkit/forged_ca.h"

using namespace anchorhold;

namespace {

// One issuer and his only list: fuzz/corpus/crl has it among its seeds.
struct World {
  Time at = parse_time("time", "2026-11-21T12:00:00Z").value();
  testkit::TestKey key = testkit::TestKey::of(crypto::KeyKind::p256);
  testkit::CertificateSpec spec = testkit::root_spec("CA", key, at);
  crypto::Certificate issuer =
      crypto::parse_certificate("CA", testkit::forge_certificate(spec, key)).value();
  Bytes list =
      testkit::forge_revocation_list(testkit::revocation_spec(spec, at, {{0x77}, {0x81, 1}}), key);
  crypto::Crl genuine = crypto::parse_crl("list", list).value();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const World world;
  const auto crl = crypto::parse_crl("input", {data, size});
  if (!crl.ok()) return 0;
  const auto again = crypto::parse_crl("again", crl->der);
  fuzz::check(again.ok() && again->tbs_offset == crl->tbs_offset &&
              again->tbs_size == crl->tbs_size && again->signature == crl->signature &&
              again->revoked == crl->revoked);
  crypto::CertificateCache cache;
  if (crypto::verify_crl(*crl, world.issuer, world.at, &cache).ok()) {
    fuzz::check(std::ranges::equal(crl->tbs(), world.genuine.tbs()));
  }
  return 0;
}
