#include "testkit/forged_keystone.h"

namespace anchorhold::testkit {
namespace {

constexpr size_t data_field = 1024;

crypto::PrivateKey generate(FixedRandom& random) {
  return crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value();
}

void append_u64le(Bytes& out, uint64_t value) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<uint8_t>(value >> shift));
  }
}

}  // namespace

KeystoneForge::KeystoneForge(uint64_t seed)
    : random_(seed),
      device_key_(generate(random_)),
      monitor_key_(generate(random_)),
      stranger_(generate(random_)) {}

Bytes KeystoneForge::sign(const KeystoneFields& fields) const {
  return report(fields, monitor_key_);
}

Bytes KeystoneForge::signed_by_stranger(const KeystoneFields& fields) const {
  return report(fields, stranger_);
}

Bytes KeystoneForge::report(const KeystoneFields& fields,
                            const crypto::PrivateKey& enclave_signer) const {
  Bytes out = fields.enclave_hash;
  append_u64le(out, fields.data_length.value_or(fields.data.size()));
  append(out, fields.data);
  const Bytes enclave_signature = enclave_signer.sign(out).value();
  out.resize(out.size() + data_field - fields.data.size(), fields.padding);
  append(out, enclave_signature);

  Bytes monitor = fields.monitor_hash;
  append(monitor, monitor_key_.public_key().raw());
  append(out, monitor);
  append(out, device_key_.sign(monitor).value());
  append(out, device_key_.public_key().raw());
  return out;
}

}  // namespace anchorhold::testkit
