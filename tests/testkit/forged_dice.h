#pragma once
// DICE chains under test keys: X.509 with the Open Profile's and the TCG's extensions, and CBOR.

#include <vector>

#include "testkit/forged_chain.h"
#include "testkit/forged_cose.h"

namespace anchorhold::testkit {

// DiceExtensions: what is put into a certificate; empty ones are left out.
struct DiceExtensions {
  Bytes open_profile = {};
  Bytes tcb_info = {};
  Bytes multi_tcb_info = {};
  Bytes ueid = {};
};

// DiceForge: a device key, and two layers below it.
class DiceForge {
 public:
  explicit DiceForge(uint64_t seed = 1);

  static Time at();
  // Root, intermediate and leaf as they should be; the root is the anchor's certificate.
  static ChainSpec chain_spec();
  static DiceExtensions good_extensions();
  // OpenDiceInput in this mode, and a TcbInfo with these flags.
  static Bytes open_profile(uint8_t mode);
  static Bytes tcb_info(uint32_t flags);

  // x509: the chain leaf first, without the root, its leaf with these extensions.
  struct X509 {
    std::vector<Bytes> certificates;
    Bytes root;
    crypto::SubjectKey anchor;

    Bytes evidence() const;  // all certificates, one after another
  };
  X509 x509(const ChainSpec& spec = chain_spec(),
            const DiceExtensions& leaf = good_extensions()) const;

  // The claims of a good CBOR certificate of the `layer`-th layer, 0 or 1.
  ClaimMap claims(size_t layer) const;
  crypto::SubjectKey device_key() const { return subject_key(keys_[0].public_key()); }
  // A certificate signed by the key above the layer; a chain [device key, certificates].
  Bytes certificate(const ClaimMap& claims, size_t layer) const;
  Bytes cbor_chain(const std::vector<Bytes>& certificates) const;
  Bytes good_cbor_chain() const;

 private:
  uint64_t seed_;
  FixedRandom random_;
  std::vector<crypto::PrivateKey> keys_;  // of the device and of both layers
};

}  // namespace anchorhold::testkit
