#pragma once
// NVIDIA's hierarchies under test roots: devices' reports and signed manifests.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "claims/anchor.h"
#include "crypto/x509.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// ForgedMeasurements: what a report says beyond its frame.
struct ForgedMeasurements {
  ByteArray<32> nonce{};
  std::map<unsigned, Bytes> measurements;          // by SPDM index, from 1
  std::vector<std::pair<uint16_t, Bytes>> opaque;  // type and value
};

// ForgedReference: one Resource element of a manifest.
struct ForgedReference {
  unsigned index = 0;  // from 0
  bool active = true;
  std::vector<Bytes> alternatives;
};

// ForgedManifest: what a manifest says.
struct ForgedManifest {
  std::string product;
  std::string version;
  std::vector<ForgedReference> references;
};

// ForgedSignature: the algorithms that a manifest's signature names. As it stands it is good.
struct ForgedSignature {
  std::string canonicalization = "http://www.w3.org/2006/12/xml-c14n11";
  std::string method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
  std::string uri = "";
  std::vector<std::string> transforms = {"http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                                         "http://www.w3.org/2006/12/xml-c14n11"};
  std::string digest_method = "http://www.w3.org/2001/04/xmldsig-more#sha384";
};

// NvidiaForge: the chains may be changed before anything is made of them. Leaf first, root last;
// `device` has the five levels of NVIDIA's devices, `rim` the four of its manifests' signers.
class NvidiaForge {
 public:
  NvidiaForge();

  static Time at();
  static TestKey device_key(size_t level);  // of the certificate at this place of `device`
  static TestKey rim_key(size_t level);

  std::vector<CertificateSpec> device;
  std::vector<CertificateSpec> rim;

  std::vector<Bytes> device_chain() const;  // DER
  std::vector<crypto::Certificate> device_certificates() const;
  std::vector<GivenAnchor> anchors() const;  // both roots

  // device_name: a subject of device[0] with this UEID.
  static Bytes device_name(const std::string& common_name, const std::string& ueid);

  // A good report of a GH100 with driver 555.42 and VBIOS 96.00.12.00.01, and the manifests that
  // fit.
  static ForgedMeasurements measurements();
  static ForgedManifest driver_manifest();
  static ForgedManifest vbios_manifest();

  static Bytes encode(const ForgedMeasurements& content);  // without signature
  Bytes sign(Bytes report) const;
  Bytes report() const { return sign(encode(measurements())); }

  // manifest_text: the SWID tag in its canonical form, without signature.
  static std::string manifest_text(const ForgedManifest& content);
  // sign_manifest: with a signature in it, before the end of the root element.
  std::string sign_manifest(const std::string& text, const ForgedSignature& signature = {}) const;

  // as_json: NVIDIA's list of these reports, each with this forge's chain.
  std::string as_json(const std::vector<Bytes>& reports) const;
  // json_of_another: the same with one report of another device, whose attestation key is `key`.
  std::string json_of_another(const TestKey& key, const ForgedMeasurements& content) const;
};

}  // namespace anchorhold::testkit
