#pragma once
// Request: one piece of evidence and everything that its verification may rest on.

#include <span>
#include <vector>

#include "base/time.h"
#include "claims/anchor.h"
#include "crypto/certificate_cache.h"
#include "verifier/material.h"

namespace anchorhold::verifier {

// Anchors: what the caller trusts beside the vendors' roots, which are compiled in.
struct Anchors {
  std::vector<GivenAnchor> keys = {};
  std::vector<Digest256> software_roots = {};  // certificates, of the software TEE
};

// Weaknesses that a caller may take upon himself; each shows in the findings.
struct Insecure {
  bool sha1 = false;               // signatures over SHA-1
  bool keystone_test_key = false;  // the published Keystone device key
};

struct Request {
  ByteView evidence;
  const Material& material;
  const Anchors& anchors;
  Time at;
  crypto::CertificateCache* cache = nullptr;
  Insecure insecure = {};
  // Refuse evidence whose certificates no revocation list speaks for, where lists are optional:
  // SEV-SNP, TPM, NVIDIA. Whoever brings the collateral could otherwise leave the list out.
  bool require_crl = false;
};

}  // namespace anchorhold::verifier
