#pragma once
// NitroTPM documents under a test root.

#include "evidence/nsm/anchor.h"
#include "evidence/nsm/nitro_tpm_document.h"
#include "testkit/forged_chain.h"

namespace anchorhold::testkit {

// NitroTpmForge: a chain with the names of AWS's and the leaf's key. The chain's leaf is valid
// around at().
class NitroTpmForge {
 public:
  NitroTpmForge() : NitroTpmForge(chain_spec()) {}
  explicit NitroTpmForge(const ChainSpec& spec);

  static std::string module_id();
  static Time at();
  static ChainSpec chain_spec();

  nsm::Anchor anchor() const { return nsm::SoftwareAnchor{chain_.root()}; }
  const ForgedChain& chain() const { return chain_; }

  // document: a good one with registers 0 to 23 and all options set, but no user data.
  nsm::TpmDocument document() const;
  Bytes good() const { return sign(document()); }
  Bytes sign(const nsm::TpmDocument& document) const;
  Bytes sign_payload(ByteView payload) const;

 private:
  ForgedChain chain_;
};

}  // namespace anchorhold::testkit
