#include "testkit/forged_tpm.h"

#include <algorithm>

#include "base/hex.h"
#include "base/writer.h"
#include "codec/der.h"
#include "testkit/little_endian.h"

namespace anchorhold::testkit {
namespace {

using crypto::HashKind;
using crypto::KeyKind;
using crypto::SignatureKind;

HashKind bank_of(uint16_t algorithm) {
  switch (algorithm) {
    case 0x0004:
      return HashKind::sha1;
    case 0x000c:
      return HashKind::sha384;
    case 0x000d:
      return HashKind::sha512;
    default:
      return HashKind::sha256;
  }
}

std::vector<unsigned> registers_of(const ForgedBank& bank) {
  std::vector<unsigned> out;
  for (unsigned i = 0; i < 8 * bank.bitmap.size(); ++i) {
    if ((bank.bitmap[i / 8] >> (i % 8) & 1) != 0) out.push_back(i);
  }
  return out;
}

void sized(Writer& out, ByteView bytes) {
  out.u16be(static_cast<uint16_t>(bytes.size())).bytes(bytes);
}

uint16_t id_of(HashKind hash) {
  constexpr uint16_t ids[] = {0x0004, 0x000b, 0x000c, 0x000d};
  return ids[static_cast<size_t>(hash)];
}

uint16_t id_of(SignatureKind kind) {
  if (kind == SignatureKind::ecdsa) return 0x0018;
  return kind == SignatureKind::rsa_pss ? 0x0016 : 0x0014;
}

}  // namespace

TpmForge::TpmForge(const TestKey& ak)
    : root_key_(TestKey::of(KeyKind::p384, 31)),
      intermediate_key_(TestKey::of(KeyKind::p256, 32)),
      ak_(ak) {}

Time TpmForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / November / 21) + hours(12);
}

ForgedValues TpmForge::values(const QuoteSpec& spec) {
  ForgedValues out;
  for (const ForgedBank& bank : spec.banks) {
    const HashKind kind = bank_of(bank.algorithm);
    for (const unsigned index : registers_of(bank)) {
      out[{kind, index}] = Bytes(crypto::hash_size(kind), static_cast<uint8_t>(0x10 + index));
    }
  }
  return out;
}

Bytes TpmForge::attest(const QuoteSpec& spec) {
  Writer out;
  out.bytes(spec.magic).u16be(spec.type);
  sized(out, spec.qualified_signer);
  sized(out, spec.nonce);
  out.u64be(spec.clock).u32be(spec.reset_count).u32be(spec.restart_count).u8(spec.safe);
  out.u64be(spec.firmware_version);
  out.u32be(static_cast<uint32_t>(spec.banks.size()));
  crypto::Hasher hasher(spec.hash);
  const ForgedValues all = values(spec);
  for (const ForgedBank& bank : spec.banks) {
    out.u16be(bank.algorithm).u8(static_cast<uint8_t>(bank.bitmap.size())).bytes(bank.bitmap);
    for (const unsigned index : registers_of(bank)) {
      hasher.update(all.at({bank_of(bank.algorithm), index}));
    }
  }
  sized(out, spec.digest.value_or(hasher.finish()));
  return out.take();
}

Bytes TpmForge::sign(ByteView attest, crypto::SignatureScheme scheme) const {
  const Bytes raw = ak_.sign(attest, scheme);
  const ByteView view(raw);
  Writer out;
  out.u16be(id_of(scheme.kind)).u16be(id_of(scheme.hash));
  if (scheme.kind == SignatureKind::ecdsa) {
    sized(out, view.first(raw.size() / 2));
    sized(out, view.subspan(raw.size() / 2));
  } else {
    sized(out, view);
  }
  return out.take();
}

std::string TpmForge::pcr_json(const ForgedValues& values) {
  std::string out = "{";
  for (const auto& [key, value] : values) {
    if (out.size() > 1) out += ",";
    out += "\"" + std::to_string(key.second) + "\":\"" + to_hex(value) + "\"";
  }
  return out + "}";
}

Bytes TpmForge::pcr_file(const std::vector<ForgedBank>& banks, const ForgedValues& values) {
  Bytes out;
  put_u32(out, static_cast<uint32_t>(banks.size()));
  std::vector<Bytes> digests;
  for (const ForgedBank& bank : banks) {
    put_u16(out, bank.algorithm);
    out.push_back(static_cast<uint8_t>(bank.bitmap.size()));
    append(out, bank.bitmap);
    out.resize(out.size() + 5 - bank.bitmap.size());
    for (const unsigned index : registers_of(bank)) {
      digests.push_back(values.at({bank_of(bank.algorithm), index}));
    }
  }
  out.resize(132);
  put_u32(out, static_cast<uint32_t>((digests.size() + 7) / 8));
  for (size_t start = 0; start < digests.size(); start += 8) {
    const size_t count = std::min<size_t>(8, digests.size() - start);
    put_u32(out, static_cast<uint32_t>(count));
    for (size_t i = 0; i < 8; ++i) {
      const Bytes digest = i < count ? digests[start + i] : Bytes();
      put_u16(out, static_cast<uint16_t>(digest.size()));
      append(out, digest);
      out.resize(out.size() + 64 - digest.size());
    }
  }
  return out;
}

Bytes TpmForge::ak_public(uint32_t attributes) const {
  const crypto::SubjectKey& key = ak_.subject_key();
  const bool rsa = key.kind() == KeyKind::rsa;
  const crypto::SignatureScheme scheme = ak_.default_scheme();
  Writer out;
  out.u16be(rsa ? 0x0001 : 0x0023).u16be(0x000b).u32be(attributes);
  sized(out, {});     // authPolicy
  out.u16be(0x0010);  // no symmetric algorithm
  out.u16be(id_of(scheme.kind)).u16be(id_of(scheme.hash));
  if (rsa) {
    out.u16be(static_cast<uint16_t>(key.bits())).u32be(0);
    sized(out, key.modulus());
    return out.take();
  }
  const size_t size = crypto::coordinate_size(key.kind());
  out.u16be(key.kind() == KeyKind::p256 ? 0x0003 : 0x0004).u16be(0x0010);  // no KDF
  sized(out, key.raw().subspan(1, size));
  sized(out, key.raw().subspan(1 + size));
  return out.take();
}

CertificateSpec TpmForge::root_spec() const {
  return testkit::root_spec("TPM maker's root", root_key_, at());
}

CertificateSpec TpmForge::intermediate_spec() const {
  return ca_spec("TPM maker's CA", intermediate_key_, root_spec(), at());
}

CertificateSpec TpmForge::ak_spec() const {
  CertificateSpec spec = leaf_spec("attestation key", ak_.spki(), intermediate_spec(), at());
  spec.serial = {0x03};
  return spec;
}

CertificateSpec TpmForge::ek_spec() const {
  CertificateSpec spec = leaf_spec("endorsement key", ak_.spki(), intermediate_spec(), at());
  spec.serial = {0x04};
  spec.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_agreement);
  return spec;
}

Bytes TpmForge::issue_intermediate(const CertificateSpec& spec) const {
  return forge_certificate(spec, root_key_);
}

Bytes TpmForge::issue(const CertificateSpec& spec) const {
  return forge_certificate(spec, intermediate_key_);
}

Bytes TpmForge::revocation_list(std::vector<Bytes> serials) const {
  return forge_revocation_list(revocation_spec(intermediate_spec(), at(), std::move(serials)),
                               intermediate_key_);
}

GivenAnchor TpmForge::anchor() const {
  return {root_key_.subject_key().spki_sha256()};
}

GivenAnchor TpmForge::anchor_of_key() const {
  return {ak_.subject_key().spki_sha256()};
}

Bytes gce_instance() {
  const auto tagged = [](unsigned number, const Bytes& inner) {
    return der::element(der::context(number), {inner});
  };
  const Bytes security = der::sequence(
      {tagged(0, der::integer(2)), tagged(1, der::boolean(true)), tagged(2, der::boolean(true))});
  return der::sequence({der::utf8_string("test-zone1-a"), der::integer(123456789),
                        der::utf8_string("test-project"), der::integer(5780156274199835632),
                        der::utf8_string("test-machine"), tagged(0, security)});
}

}  // namespace anchorhold::testkit
