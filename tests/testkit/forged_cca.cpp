#include "testkit/forged_cca.h"

#include "codec/cbor.h"
#include "crypto/hash.h"
#include "testkit/forged_psa.h"

namespace anchorhold::testkit {
namespace {

constexpr int64_t platform_label = 44234;
constexpr int64_t realm_label = 44241;
constexpr int64_t challenge = 10;
constexpr int64_t realm_public_key = 44237;

Bytes component() {
  return ClaimMap()
      .set(1, cbor_text("RMM"))
      .set(2, cbor_bytes(Bytes(32, 0x51)))
      .set(4, cbor_text("1.0"))
      .set(5, cbor_bytes(Bytes(32, 0x52)))
      .set(6, cbor_text("sha-256"))
      .encode();
}

void add_member(cbor::Encoder& out, ByteView token, CcaForm form) {
  constexpr uint64_t eat_cwt = 263;
  if (form == CcaForm::cmw_907) out.array(2).uint(eat_cwt);
  out.bytes(token);
}

}  // namespace

CcaForge::CcaForge(uint64_t seed, crypto::Algorithm platform)
    : random_(seed),
      platform_key_(crypto::PrivateKey::generate(platform, random_).value()),
      realm_key_(crypto::PrivateKey::generate(crypto::Algorithm::es384, random_).value()) {}

ClaimMap CcaForge::platform() const {
  ClaimMap out;
  out.set(265, cbor_text("tag:arm.com,2023:cca_platform#1.0.0"))
      .set(2396, cbor_bytes(Bytes(32, 0x21)))
      .set(256, cbor_bytes(PsaForge::ueid()))
      .set(2401, cbor_bytes(Bytes(4, 0x23)))
      .set(2395, cbor_uint(0x3003))
      .set(2402, cbor_text("sha-256"))
      .set(2400, cbor_text("https://verifier.example"))
      .set(2399, cbor::Encoder().array(1).encoded(component()).take());
  return bound_to(out, cose_key(realm_key_.public_key()));
}

ClaimMap CcaForge::realm() const {
  cbor::Encoder registers;
  registers.array(4);
  for (uint8_t i = 0; i < 4; ++i) registers.bytes(Bytes(32, static_cast<uint8_t>(0x40 + i)));
  ClaimMap out;
  out.set(265, cbor_text("tag:arm.com,2023:realm#1.0.0"))
      .set(challenge, cbor_bytes(Bytes(64, 0x31)))
      .set(44235, cbor_bytes(Bytes(64, 0x32)))
      .set(44236, cbor_text("sha-256"))
      .set(44240, cbor_text("sha-256"))
      .set(44238, cbor_bytes(Bytes(32, 0x33)))
      .set(44239, registers.take());
  return with_key(out, cose_key(realm_key_.public_key()));
}

ClaimMap CcaForge::with_key(ClaimMap realm, ByteView key) {
  return realm.set(realm_public_key, cbor_bytes(key));
}

ClaimMap CcaForge::bound_to(ClaimMap platform, ByteView key) {
  return platform.set(challenge, cbor_bytes(crypto::sha256(key)));
}

Bytes CcaForge::token(const ClaimMap& platform, const ClaimMap& realm, CcaForm form) const {
  return collect(forge_sign1(platform.encode(), platform_key_),
                 forge_sign1(realm.encode(), realm_key_), form);
}

Bytes CcaForge::collect(ByteView platform_token, ByteView realm_token, CcaForm form) {
  constexpr uint64_t collection_tag = 399;
  constexpr uint64_t cmw_tag = 907;
  cbor::Encoder out;
  if (form != CcaForm::untagged) {
    out.tag(form == CcaForm::collection_399 ? collection_tag : cmw_tag);
  }
  out.map(2).integer(platform_label);
  add_member(out, platform_token, form);
  out.integer(realm_label);
  add_member(out, realm_token, form);
  return out.take();
}

}  // namespace anchorhold::testkit
