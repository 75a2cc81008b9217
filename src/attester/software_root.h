#pragma once
// SoftwareRoot: the local root of trust of software TEEs. Whoever holds its key can forge software
// evidence.

#include <string>
#include <vector>

#include "base/io.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/keys.h"

namespace anchorhold::attester {

// Leaf: the signing identity of one launch.
struct Leaf {
  std::string module_id;
  crypto::PrivateKey key;
  Bytes certificate;            // DER
  std::vector<Bytes> cabundle;  // root first
  Time not_after;               // renew before; evidence signed later is refused
};

inline constexpr Duration leaf_lifetime = std::chrono::hours(3);  // as Nitro's leaves
inline constexpr Duration leaf_backdating = std::chrono::seconds(3);

class SoftwareRoot {
 public:
  // generate: a new P-384 root, valid for ten years from `now`.
  static Result<SoftwareRoot> generate(Random& random, Time now);
  // from_pem: the certificate and the key as certificate_pem() and key_pem() wrote them; denied
  // when they do not belong together or are not a software root's.
  static Result<SoftwareRoot> from_pem(std::string_view certificate_pem, std::string_view key_pem);

  std::string certificate_pem() const;
  Result<SecretBytes> key_pem() const { return key_.to_pkcs8_pem(); }
  // digest: SHA-256 of the certificate's DER: what contracts and anchors name.
  Digest256 digest() const;

  // issue_leaf: a fresh key and its certificate for one launch.
  Result<Leaf> issue_leaf(std::string module_id, Random& random, Time now) const;

 private:
  SoftwareRoot(crypto::PrivateKey key, Bytes certificate)
      : key_(std::move(key)), certificate_(std::move(certificate)) {}

  crypto::PrivateKey key_;
  Bytes certificate_;
};

}  // namespace anchorhold::attester
