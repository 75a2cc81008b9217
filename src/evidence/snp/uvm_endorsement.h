#pragma once
// Endorsements of Azure's utility VM: a signed statement which launch measurement the guest
// firmware and kernel of a confidential container group have. Source: Microsoft,
// confidential-sidecar- containers and CCF documentation; did:x509 method specification; RFC 9052,
// RFC 9360.

#include <span>
#include <string>

#include "base/bytes.h"
#include "base/check.h"
#include "base/time.h"
#include "claims/anchor.h"
#include "claims/claims.h"
#include "crypto/certificate_cache.h"

namespace anchorhold::snp {

// UvmEndorsement: the statement. `guest_svn` is a text of Microsoft's, not the report's GUEST_SVN.
struct UvmEndorsement {
  std::string issuer;  // did:x509:0:sha256:...::eku:...
  std::string feed;    // "ContainerPlat-AMD-UVM"
  Digest384 launch_measurement{};
  std::string guest_svn;
};

// judge_uvm_endorsement: judges the snp.uvm checks: a COSE_Sign1 by PS384 whose x5chain satisfies
// the did:x509 issuer (the root's fingerprint and the extended key usage), with Microsoft's supply
// chain root or one among `given`, valid at `at`; its launch measurement is `measurement`. Adds
// what it says to the vendor claims as uvm_issuer, uvm_feed, uvm_measurement and uvm_guest_svn: a
// relying party compares issuer, feed and guest_svn with what he accepts.
void judge_uvm_endorsement(ByteView message, const Digest384& measurement,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache, CheckRun& run, Claims& claims);

}  // namespace anchorhold::snp
