#pragma once
// A contract of four parties with everything in it, and the keys to sign it.

#include <map>
#include <string>

#include "age/recipient.h"
#include "contract/seal.h"
#include "testkit/fixed_random.h"

namespace anchorhold::testkit {

// SampleContract: hospital-a and hospital-b own data and receive "model", lab provides the image,
// auditor approves the output "tables". Required to sign: all four.
class SampleContract {
 public:
  explicit SampleContract(uint64_t seed = 1);

  // The TOML, valid from 2026 to 2027; edit() replaces text in it, once, and aborts when there is
  // none.
  const std::string& toml() const { return toml_; }
  void edit(std::string_view from, std::string_view to);
  // run_wasm: the image is of a WebAssembly module.
  void run_wasm(const image::Wasm& wasm) { wasm_ = wasm; }
  contract::Files files() const;

  const crypto::PrivateKey& key(const std::string& party) const { return keys_.at(party); }
  const age::Identity& identity(const std::string& party) const { return identities_.at(party); }
  contract::Measured measured() const;
  static Time now();

  // The payload; aborts on a refusal.
  Bytes payload() const;
  // Signed by these parties, or by all that must.
  contract::SealedContract signed_by(const std::vector<std::string>& parties) const;
  contract::SealedContract fully_signed() const;

 private:
  std::map<std::string, crypto::PrivateKey> keys_;
  std::map<std::string, age::Identity> identities_;
  std::string toml_;
  std::optional<image::Wasm> wasm_;
};

}  // namespace anchorhold::testkit
