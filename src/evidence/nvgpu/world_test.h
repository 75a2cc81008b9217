#pragma once
// A forged device with manifests, and what the verifier makes of it.

#include <gtest/gtest.h>

#include "evidence/nvgpu/verify.h"
#include "testkit/forged_nvgpu.h"

namespace anchorhold::nvgpu {

// World: good as it stands; a test changes one thing.
struct World {
  testkit::NvidiaForge forge;
  testkit::ForgedMeasurements content = testkit::NvidiaForge::measurements();
  std::vector<Bytes> rims = {};
  std::vector<crypto::Crl> crls = {};
  std::vector<GivenAnchor> anchors = forge.anchors();
  bool require_crl = false;
  Time at = testkit::NvidiaForge::at();

  void add_rim(const testkit::ForgedManifest& manifest) {
    rims.push_back(
        copy_of(bytes_of(forge.sign_manifest(testkit::NvidiaForge::manifest_text(manifest)))));
  }
  void add_good_rims() {
    add_rim(testkit::NvidiaForge::driver_manifest());
    add_rim(testkit::NvidiaForge::vbios_manifest());
  }
  // As NVIDIA's list: this device, and another one that says the same.
  std::string list() const { return forge.as_json({report()}); }
  std::string other_list() const {
    return forge.json_of_another(testkit::TestKey::of(crypto::KeyKind::p384, 71), content);
  }
  Bytes report() const { return forge.sign(testkit::NvidiaForge::encode(content)); }
  Verification verify(ByteView evidence) const { return Judge(*this).verify(evidence); }
  Verification verify() const { return verify(report()); }

  // Judge: for many verifications in one world: certificates are made and proven once.
  class Judge {
   public:
    explicit Judge(const World& world) : world_(world), chain_(world.forge.device_certificates()) {}
    Verification verify(ByteView evidence) {
      return verify_evidence(evidence,
                             {.certificates = chain_,
                              .rims = world_.rims,
                              .crls = world_.crls,
                              .require_crl = world_.require_crl},
                             world_.anchors, world_.at, &cache_);
    }

   private:
    const World& world_;
    std::vector<crypto::Certificate> chain_;
    crypto::CertificateCache cache_;
  };
};

// Two lists as one.
inline std::string joined(const std::string& a, const std::string& b) {
  return a.substr(0, a.size() - 1) + "," + b.substr(1);
}

// failure: the id of the first check that stands in the way; "none" when the evidence is authentic.
inline std::string failure(const Verification& verification) {
  const Finding* first = verification.findings.first_failure();
  EXPECT_EQ(first == nullptr, verification.claims.has_value());
  return first == nullptr ? "none" : first->check;
}

// The same with what was observed, for messages.
inline std::string why(const Verification& verification) {
  const Finding* first = verification.findings.first_failure();
  return first == nullptr ? "none" : first->check + ": " + first->observed;
}

}  // namespace anchorhold::nvgpu
