#pragma once
// SecurityModule: what the agent needs of its surroundings to prove itself. The same on every TEE.

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "evidence/nsm/protocol.h"

namespace anchorhold::attester {

class SecurityModule {
 public:
  virtual ~SecurityModule() = default;

  virtual Result<nsm::Description> describe() = 0;
  virtual Result<nsm::Register> describe_register(uint16_t index) = 0;
  // extend: the register becomes SHA-384(old || data); returns the new value. denied when it is
  // locked.
  virtual Result<Digest384> extend(uint16_t index, ByteView data) = 0;
  virtual Status lock(uint16_t index) = 0;
  // lock_range: locks registers 0 to count-1.
  virtual Status lock_range(uint16_t count) = 0;
  // attest: fresh evidence over the locked registers and what `bound` names.
  virtual Result<Bytes> attest(const nsm::Attestation& bound) = 0;
  // random: 1 to 256 random bytes.
  virtual Result<Bytes> random() = 0;
};

// ModuleRandom: a security module as source of randomness.
class ModuleRandom : public Random {
 public:
  explicit ModuleRandom(SecurityModule& module) : module_(module) {}
  Status fill(MutableBytes out) override;

 private:
  SecurityModule& module_;
};

}  // namespace anchorhold::attester
