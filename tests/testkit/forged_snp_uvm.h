#pragma once
// Signed reference values for utility VMs, and ID blocks, under test keys.

#include <functional>
#include <string>
#include <vector>

#include "base/time.h"
#include "claims/anchor.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// UvmSpec: an endorsement. As uvm_spec() makes it, it is good.
struct UvmSpec {
  int64_t alg = -38;  // PS384
  std::string content_type = "application/json";
  std::vector<Bytes> x5chain;  // leaf first
  std::string issuer;
  std::string feed = "ContainerPlat-AMD-UVM";
  std::string payload;
};

// UvmForge: a root, an authority and a signer with the extended key usage of utility VMs.
class UvmForge {
 public:
  explicit UvmForge(Time at);
  GivenAnchor anchor() const;
  // The signer's certificate, changed; its key stays.
  Bytes signer(const std::function<void(CertificateSpec&)>& change = {}) const;
  UvmSpec spec(const Digest384& measurement) const;
  // The COSE_Sign1, signed by PS384 whatever its header says.
  static Bytes sign(const UvmSpec& spec);

 private:
  Time at_;
  CertificateSpec root_spec_;
  CertificateSpec ca_spec_;
  Bytes root_;
  Bytes ca_;
};

// did_x509: the issuer that this CA certificate and usage make.
std::string did_x509(ByteView ca_certificate, const std::string& usage);

inline const std::string uvm_usage = "1.3.6.1.4.1.311.76.59.1.2";

// ForgedIdBlock: an ID block of 96 bytes and its authentication of 4096.
struct ForgedIdBlock {
  Bytes block;
  Bytes auth;
};

// forge_id_block: over a launch digest, by an ID key that an author key signed, or by none.
ForgedIdBlock forge_id_block(const Digest384& launch_digest, bool author = true);

}  // namespace anchorhold::testkit
