#include "testkit/forged_snp_uvm.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/cbor.h"
#include "codec/cose.h"
#include "crypto/hash.h"
#include "testkit/forged_snp.h"

namespace anchorhold::testkit {
namespace {

constexpr der::Oid extended_key_usage_oid = der::Oid::of({2, 5, 29, 37});
constexpr der::Oid uvm_usage_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 311, 76, 59, 1, 2});

TestKey key_of(size_t number) {
  return TestKey::rsa(2048, number);
}

void put_number(Bytes& bytes, size_t place, ByteView big_endian) {
  std::ranges::reverse_copy(big_endian, bytes.begin() + static_cast<std::ptrdiff_t>(place));
}

void put_signature(Bytes& bytes, size_t place, const TestKey& key, ByteView message) {
  const Bytes raw = key.sign(message);
  put_number(bytes, place, ByteView(raw).first(48));
  put_number(bytes, place + 72, ByteView(raw).last(48));
}

void put_key(Bytes& bytes, size_t place, const TestKey& key) {
  const ByteView point = key.subject_key().raw();
  put_little(bytes, place, 2, 4);  // P-384
  put_number(bytes, place + 4, point.subspan(1, 48));
  put_number(bytes, place + 4 + 72, point.last(48));
}

}  // namespace

std::string did_x509(ByteView ca_certificate, const std::string& usage) {
  return "did:x509:0:sha256:" + to_base64(crypto::sha256(ca_certificate), Base64::url) +
         "::eku:" + usage;
}

UvmForge::UvmForge(Time at)
    : at_(at),
      root_spec_(root_spec("UVM root", key_of(0), at)),
      ca_spec_(ca_spec("UVM CA", key_of(1), root_spec_, at)),
      root_(forge_certificate(root_spec_, key_of(0))),
      ca_(forge_certificate(ca_spec_, key_of(0))) {}

GivenAnchor UvmForge::anchor() const {
  return {key_of(0).subject_key().spki_sha256()};
}

Bytes UvmForge::signer(const std::function<void(CertificateSpec&)>& change) const {
  CertificateSpec spec = leaf_spec("ContainerPlat", key_of(2).spki(), ca_spec_, at_);
  spec.more_extensions.push_back(
      extension(extended_key_usage_oid, false, der::sequence({der::oid(uvm_usage_oid)})));
  if (change) change(spec);
  return forge_certificate(spec, key_of(1));
}

UvmSpec UvmForge::spec(const Digest384& measurement) const {
  UvmSpec out;
  out.x5chain = {signer(), ca_, root_};
  out.issuer = did_x509(root_, uvm_usage);
  out.payload = R"({"x-ms-sevsnpvm-guestsvn": "22", "x-ms-sevsnpvm-launchmeasurement": ")" +
                to_hex(measurement) + "\"}";
  return out;
}

Bytes UvmForge::sign(const UvmSpec& spec) {
  cbor::Encoder header;
  header.map(5).integer(1).integer(spec.alg).integer(3).text(spec.content_type);
  header.integer(33).array(spec.x5chain.size());
  for (const Bytes& certificate : spec.x5chain) header.bytes(certificate);
  header.text("iss").text(spec.issuer).text("feed").text(spec.feed);
  const Bytes to_be_signed = cose::sig_structure(header.view(), bytes_of(spec.payload));
  const Bytes signature =
      key_of(2).sign(to_be_signed, {crypto::SignatureKind::rsa_pss, crypto::HashKind::sha384});
  return cbor::Encoder()
      .tag(18)
      .array(4)
      .bytes(header.view())
      .map(0)
      .bytes(bytes_of(spec.payload))
      .bytes(signature)
      .take();
}

ForgedIdBlock forge_id_block(const Digest384& launch_digest, bool author) {
  const TestKey id_key = TestKey::of(crypto::KeyKind::p384, 21);
  const TestKey author_key = TestKey::of(crypto::KeyKind::p384, 22);
  ForgedIdBlock out{.block = Bytes(96), .auth = Bytes(4096)};
  std::ranges::copy(launch_digest, out.block.begin());
  put_little(out.block, 80, 1, 4);  // VERSION
  put_little(out.block, 84, 7, 4);  // GUEST_SVN
  put_little(out.block, 88, 0x30000, 8);
  put_little(out.auth, 0, 1, 4);
  put_signature(out.auth, 0x40, id_key, out.block);
  put_key(out.auth, 0x240, id_key);
  if (!author) return out;
  put_little(out.auth, 4, 1, 4);
  put_signature(out.auth, 0x680, author_key, ByteView(out.auth).subspan(0x240, 0x404));
  put_key(out.auth, 0x880, author_key);
  return out;
}

}  // namespace anchorhold::testkit
