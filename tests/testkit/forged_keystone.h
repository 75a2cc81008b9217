#pragma once
// Keystone reports under test keys: good ones, and ones with any one thing wrong but valid
// signatures.

#include "testkit/fixed_random.h"
#include "testkit/forged_cose.h"

namespace anchorhold::testkit {

// KeystoneFields: what a report says before it is signed.
struct KeystoneFields {
  Bytes enclave_hash = Bytes(64, 0x61);
  Bytes monitor_hash = Bytes(64, 0x62);
  Bytes data = Bytes(32, 0x63);
  uint8_t padding = 0;  // fills the rest of the data field
  std::optional<uint64_t> data_length = {};
};

class KeystoneForge {
 public:
  explicit KeystoneForge(uint64_t seed = 1);

  crypto::SubjectKey anchor_key() const { return subject_key(device_key_.public_key()); }
  Bytes good() const { return sign({}); }
  Bytes sign(const KeystoneFields& fields) const;
  // The enclave's part signed by a key that the device did not vouch for.
  Bytes signed_by_stranger(const KeystoneFields& fields) const;

 private:
  Bytes report(const KeystoneFields& fields, const crypto::PrivateKey& enclave_signer) const;

  FixedRandom random_;
  crypto::PrivateKey device_key_;
  crypto::PrivateKey monitor_key_;
  crypto::PrivateKey stranger_;
};

}  // namespace anchorhold::testkit
