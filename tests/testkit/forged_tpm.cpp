#include "testkit/forged_tpm.h"

#include <algorithm>
#include <cstdlib>

#include "base/hex.h"
#include "base/writer.h"
#include "codec/der.h"
#include "testkit/fixed_random.h"
#include "testkit/little_endian.h"

namespace anchorhold::testkit {
namespace {

using crypto::Algorithm;
using crypto::HashKind;
using crypto::KeyUsage;
using crypto::PrivateKey;
using std::chrono::hours;

PrivateKey make_key(uint64_t seed, uint64_t number, Algorithm algorithm) {
  FixedRandom random(seed * 16 + number);
  return PrivateKey::generate(algorithm, random).value();
}

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

Bytes name_of(const std::string& common_name) {
  return crypto::encode_name({.organization = "Anchorhold tests", .common_name = common_name});
}

crypto::CertificateFields fields_of(uint8_t serial, const std::string& issuer,
                                    const std::string& subject, const crypto::PublicKey& key) {
  return {.serial = {serial},
          .issuer = name_of(issuer),
          .subject = name_of(subject),
          .not_before = TpmForge::at() - hours(24 * 300),
          .not_after = TpmForge::at() + hours(24 * 300),
          .key = key,
          .basic_constraints = {},
          .key_usage = {}};
}

constexpr const char* root_name = "TPM maker's root";
constexpr const char* intermediate_name = "TPM maker's CA";

}  // namespace

TpmForge::TpmForge(uint64_t seed)
    : root_key_(make_key(seed, 1, Algorithm::es384)),
      intermediate_key_(make_key(seed, 2, Algorithm::es256)),
      ak_(make_key(seed, 3, Algorithm::es256)) {}

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
  crypto::Hasher hasher(HashKind::sha256);
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

Bytes TpmForge::sign(ByteView attest) const {
  const Bytes raw = ak_.sign(attest).value();
  const ByteView halves(raw);
  Writer out;
  out.u16be(0x0018).u16be(0x000b);
  sized(out, halves.first(32));
  sized(out, halves.subspan(32));
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
  const ByteView point = ak_.public_key().raw();
  Writer out;
  out.u16be(0x0023).u16be(0x000b).u32be(attributes);
  sized(out, {});                                 // authPolicy
  out.u16be(0x0010).u16be(0x0018).u16be(0x000b);  // no symmetric; ECDSA, SHA-256
  out.u16be(0x0003).u16be(0x0010);                // P-256; no KDF
  sized(out, point.subspan(1, 32));
  sized(out, point.subspan(33));
  return out.take();
}

Bytes TpmForge::root() const {
  crypto::CertificateFields fields = fields_of(1, root_name, root_name, root_key_.public_key());
  fields.basic_constraints.ca = true;
  fields.key_usage.add(KeyUsage::key_cert_sign).add(KeyUsage::crl_sign);
  return crypto::build_certificate(fields, root_key_).value();
}

Bytes TpmForge::intermediate() const {
  crypto::CertificateFields fields =
      fields_of(2, root_name, intermediate_name, intermediate_key_.public_key());
  fields.basic_constraints = {.ca = true, .path_length = 0};
  fields.key_usage.add(KeyUsage::key_cert_sign).add(KeyUsage::crl_sign);
  return crypto::build_certificate(fields, root_key_).value();
}

crypto::CertificateFields TpmForge::ak_fields() const {
  crypto::CertificateFields fields =
      fields_of(3, intermediate_name, "attestation key", ak_.public_key());
  fields.key_usage.add(KeyUsage::digital_signature);
  return fields;
}

crypto::CertificateFields TpmForge::ek_fields() const {
  crypto::CertificateFields fields =
      fields_of(4, intermediate_name, "endorsement key", ak_.public_key());
  fields.key_usage.add(KeyUsage::key_agreement);
  return fields;
}

Bytes TpmForge::issue(const crypto::CertificateFields& fields) const {
  return crypto::build_certificate(fields, intermediate_key_).value();
}

GivenAnchor TpmForge::anchor() const {
  return {crypto::sha256(root_key_.public_key().spki())};
}

GivenAnchor TpmForge::anchor_of_key() const {
  return {crypto::sha256(ak_.public_key().spki())};
}

Bytes gce_instance_extension() {
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
