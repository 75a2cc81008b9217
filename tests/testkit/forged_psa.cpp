#include "testkit/forged_psa.h"

#include "codec/cbor.h"

namespace anchorhold::testkit {
PsaForge::PsaForge(uint64_t seed, crypto::Algorithm algorithm)
    : random_(seed), key_(crypto::PrivateKey::generate(algorithm, random_).value()) {}

ClaimMap PsaForge::claims() {
  ClaimMap out;
  out.set(265, cbor_text("tag:psacertified.org,2023:psa#tfm"))
      .set(10, cbor_bytes(Bytes(32, 0x11)))
      .set(256, cbor_bytes(ueid()))
      .set(2394, cbor::Encoder().integer(-3).take())
      .set(2395, cbor_uint(0x3001))
      .set(2396, cbor_bytes(Bytes(32, 0x12)))
      .set(2397, cbor_bytes(Bytes(8, 0x13)))
      .set(2398, cbor_text("1234567890123-12345"))
      .set(2399, components_without(0))
      .set(2400, cbor_text("https://verifier.example"));
  return out;
}

ClaimMap PsaForge::profile_1_claims() {
  ClaimMap out;
  out.set(-75000, cbor_text("PSA_IOT_PROFILE_1"))
      .set(-75001, cbor::Encoder().integer(1).take())
      .set(-75002, cbor_uint(0x3000))
      .set(-75003, cbor_bytes(Bytes(32, 0x12)))
      .set(-75004, cbor_bytes(Bytes(32, 0x13)))
      .set(-75005, cbor_text("1234567890123"))
      .set(-75006, components_without(0))
      .set(-75008, cbor_bytes(Bytes(48, 0x11)))
      .set(-75009, cbor_bytes(ueid()))
      .set(-75010, cbor_text("https://verifier.example"));
  return out;
}

Bytes PsaForge::ueid() {
  Bytes out(33, 0x22);
  out.front() = 1;
  return out;
}

Bytes PsaForge::components_without(int64_t label) {
  ClaimMap component;
  component.set(1, cbor_text("PRoT"))
      .set(2, cbor_bytes(Bytes(32, 0x51)))
      .set(4, cbor_text("1.3.5"))
      .set(5, cbor_bytes(Bytes(48, 0x52)))
      .set(6, cbor_text("sha-256"))
      .remove(label);
  return cbor::Encoder().array(1).encoded(component.encode()).take();
}

}  // namespace anchorhold::testkit
