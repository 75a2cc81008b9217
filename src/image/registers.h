#pragma once
// The measurement registers of a launch, computed by the monitor that fills them and by everybody
// who predicts them. docs/formats.md states the bytes and known answers.

#include <string_view>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "crypto/keys.h"

namespace anchorhold::image {

// Registers: the values locked before the agent starts. Zero means: nothing was measured.
struct Registers {
  Digest384 pcr0{};  // agent, manifest, layer
  Digest384 pcr1{};  // agent
  Digest384 pcr2{};  // manifest, layer
  Digest384 pcr8{};  // the image signer's public key; zero for an unsigned image
  bool operator==(const Registers&) const = default;
};

// extend: SHA-384(before || value), one step of a register.
Digest384 extend(const Digest384& before, ByteView value);

// AgentMeasurement: the agent's bytes hashed once, kept in mid-stream for PCR0.
class AgentMeasurement {
 public:
  explicit AgentMeasurement(ByteView agent);
  // SHA-384 of the agent: what contracts list as accepted.
  const Digest384& digest() const { return digest_; }
  // The state after the agent's bytes.
  const crypto::Sha384& state() const { return state_; }

 private:
  crypto::Sha384 state_;
  Digest384 digest_;
};

// Measured: what goes into the registers beside the agent. `signer` is null for an unsigned image;
// otherwise the key that a verified image signature is by.
struct Measured {
  ByteView manifest;
  ByteView layer;
  bool insecure_debug = false;
  const crypto::PublicKey* signer = nullptr;
};

// predict: PCR0, PCR1, PCR2 and PCR8 = SHA384(0^48 || SHA384(content)). A debug launch zeroes the
// first three, so no policy that names a measurement accepts it.
Registers predict(const AgentMeasurement& agent, const Measured& image);

// text_register: PCR3 of the deployment section, PCR4 of the instance: SHA384(0^48 || ASCII), not
// hashed before, as AWS does. Empty text leaves the register zero.
Digest384 text_register(std::string_view text);

// signer_register: PCR8 of an image signed with `key`.
Digest384 signer_register(const crypto::PublicKey& key);

// contract_register: PCR16 after the agent extended it with the contract digest.
Digest384 contract_register(const Digest384& contract_digest);

}  // namespace anchorhold::image
