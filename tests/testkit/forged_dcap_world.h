#pragma once
// All that the verification of a forged quote needs, good unless a test spoils a part of it.

#include <vector>

#include "evidence/dcap/verify.h"
#include "testkit/forged_dcap.h"

namespace anchorhold::testkit {

// DcapWorld: documents, certificates and lists for the quotes of `forge`.
struct DcapWorld {
  DcapWorld();

  DcapForge forge;
  std::vector<Bytes> documents;
  std::vector<Bytes> certificates;  // DER: the TCB signing certificate and the root
  std::vector<Bytes> crls;          // DER: the root's, then the CA's
  std::vector<GivenAnchor> anchors;
  Time at = DcapForge::at();

  dcap::PreparedCollateral prepare(crypto::CertificateCache* cache = nullptr) const;
  // verify: everything read anew.
  Verification verify(ByteView quote) const;
};

}  // namespace anchorhold::testkit
