#pragma once
// Certificate chains under a test root, with every defect that a verifier must notice.

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/keys.h"
#include "testkit/fixed_random.h"

namespace anchorhold::testkit {

// LinkSpec: one certificate of a chain. As it stands it is a good leaf.
struct LinkSpec {
  std::string common_name;
  Time not_before;
  Time not_after;
  bool ca = false;
  std::optional<unsigned> path_length = std::nullopt;
  bool cert_sign = false;
  bool digital_signature = true;
  crypto::Algorithm algorithm = crypto::Algorithm::es384;
  bool key_identifiers = false;
  bool wrong_issuer_name = false;  // names someone else as its issuer
  bool foreign_signature = false;  // signed by a key that is not the issuer's
  bool rsa_key = false;            // an RSA key in place of its own
};

// ChainSpec: root first, leaf last.
using ChainSpec = std::vector<LinkSpec>;

// nitro_like: five levels with the dates, path lengths and key usages of Nitro's, valid around
// `at`.
ChainSpec nitro_like(Time at, const std::string& module_id);

struct ForgedChain {
  std::vector<Bytes> certificates;       // root first, leaf last
  std::vector<crypto::PrivateKey> keys;  // the same order

  const Bytes& leaf() const { return certificates.back(); }
  const crypto::PrivateKey& leaf_key() const { return keys.back(); }
  std::vector<Bytes> cabundle() const { return {certificates.begin(), certificates.end() - 1}; }
  Digest256 root() const;
};

// forge_chain: aborts on a spec that cannot be built at all.
ForgedChain forge_chain(const ChainSpec& spec, FixedRandom& random);

}  // namespace anchorhold::testkit
