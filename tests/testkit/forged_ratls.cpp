#include "testkit/forged_ratls.h"

#include <algorithm>

#include "codec/cbor.h"
#include "crypto/hash.h"

namespace anchorhold::testkit {
namespace {

constexpr der::Oid interoperable_oid = der::Oid::of({2, 23, 133, 5, 4, 9});
constexpr der::Oid cmw_oid = der::Oid::of({1, 3, 6, 1, 5, 5, 7, 1, 35});
// As Gramine writes it: 1.2.840.113741.1337.6 with a tag and length of its own.
constexpr der::Oid gramine_oid = der::Oid::of({0, 6, 9, 42, 840, 113741, 1337, 6});
constexpr der::Oid proper_gramine_oid = der::Oid::of({1, 2, 840, 113741, 1337, 6});

crypto::HashKind hash_kind(uint64_t number) {
  if (number == 7) return crypto::HashKind::sha384;
  return number == 8 ? crypto::HashKind::sha512 : crypto::HashKind::sha256;
}

}  // namespace

Bytes RatlsForge::claims(const RatlsClaims& claims) const {
  cbor::Encoder out;
  out.map((claims.hash ? 1U : 0U) + (claims.nonce ? 1U : 0U) + (claims.unknown_claim ? 1U : 0U));
  if (claims.hash) {
    const Bytes value =
        claims.key_hash ? *claims.key_hash : crypto::hash(hash_kind(*claims.hash), key_.spki());
    out.text("pubkey-hash").bytes(cbor::Encoder().array(2).uint(*claims.hash).bytes(value).take());
  }
  if (claims.nonce) out.text("nonce").bytes(*claims.nonce);
  if (claims.unknown_claim) out.text("custom").array(1).text("anything");
  return out.take();
}

Bytes RatlsForge::gramine(ByteView quote) {
  return extension(gramine_oid, false, quote);
}

Bytes RatlsForge::proper_gramine(ByteView quote) {
  return extension(proper_gramine_oid, false, quote);
}

Bytes RatlsForge::interoperable(ByteView quote, ByteView claims, uint64_t tag) {
  return interoperable_value(cbor::Encoder().tag(tag).array(2).bytes(quote).bytes(claims).take());
}

Bytes RatlsForge::interoperable_value(ByteView value) {
  return extension(interoperable_oid, false, value);
}

Bytes RatlsForge::cmw_cbor(ByteView message) {
  return extension(cmw_oid, false, der::element(der::kOctetString, {message}));
}

Bytes RatlsForge::cmw_json(std::string_view message) {
  return extension(cmw_oid, false, der::element(der::kUtf8String, {bytes_of(message)}));
}

CertificateSpec RatlsForge::spec(Time at, std::vector<Bytes> extensions) const {
  CertificateSpec spec = root_spec("RATLS", key_, at);
  spec.basic_constraints = crypto::BasicConstraints{};
  spec.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::digital_signature);
  spec.more_extensions = std::move(extensions);
  return spec;
}

ByteArray<64> report_data_of(ByteView hashed) {
  ByteArray<64> out{};
  std::ranges::copy(crypto::sha256(hashed), out.begin());
  return out;
}

}  // namespace anchorhold::testkit
