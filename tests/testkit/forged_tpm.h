#pragma once
// TPM quotes under a test root: good ones, and ones with any one thing wrong but a valid signature.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/anchor.h"
#include "crypto/hash.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// ForgedBank: one TPMS_PCR_SELECTION, as it will stand there.
struct ForgedBank {
  uint16_t algorithm = 0x000b;  // SHA-256
  Bytes bitmap = {0xff, 0x00, 0x01};
};

// QuoteSpec: a TPMS_ATTEST. As it stands it is a good quote of PCRs 0 to 7 and 16.
struct QuoteSpec {
  Bytes magic = {0xff, 0x54, 0x43, 0x47};
  uint16_t type = 0x8018;
  Bytes qualified_signer = Bytes(4, 0x40);
  Bytes nonce = {0x90, 0x09};
  uint64_t clock = 123456789;
  uint32_t reset_count = 7;
  uint32_t restart_count = 1;
  uint8_t safe = 1;
  uint64_t firmware_version = 0x2019102300163636;
  std::vector<ForgedBank> banks = {{}};
  std::optional<Bytes> digest = std::nullopt;        // in place of the right one
  crypto::HashKind hash = crypto::HashKind::sha256;  // of the right digest
};

// ForgedValues: register values by bank and register.
using ForgedValues = std::map<std::pair<crypto::HashKind, unsigned>, Bytes>;

// good_attributes: TPMA_OBJECT of an attestation key.
inline constexpr uint32_t good_attributes = 0x00050072;

// TpmForge: an attestation key with its public area and its certificate under an intermediate and a
// root, and an endorsement key's certificate beside it. Valid around at().
class TpmForge {
 public:
  explicit TpmForge(const TestKey& ak = TestKey::of(crypto::KeyKind::p256, 30));

  static Time at();

  // attest: the TPMS_ATTEST; its digest, unless given, is over values().
  static Bytes attest(const QuoteSpec& spec);
  // sign: TPMT_SIGNATURE by the key's default scheme, or by another one.
  Bytes sign(ByteView attest) const { return sign(attest, ak_.default_scheme()); }
  Bytes sign(ByteView attest, crypto::SignatureScheme scheme) const;

  // values: one for each selected register of the specification.
  static ForgedValues values(const QuoteSpec& spec);
  // The values as JSON of one bank, and as tpm2-tools write them.
  static std::string pcr_json(const ForgedValues& values);
  static Bytes pcr_file(const std::vector<ForgedBank>& banks, const ForgedValues& values);

  Bytes ak_public(uint32_t attributes = good_attributes) const;  // TPMT_PUBLIC
  const TestKey& ak() const { return ak_; }

  // Certificates: what they say, to be edited, and their DER.
  CertificateSpec root_spec() const;
  CertificateSpec intermediate_spec() const;
  CertificateSpec ak_spec() const;
  CertificateSpec ek_spec() const;
  Bytes root() const { return forge_certificate(root_spec(), root_key_); }
  Bytes issue_intermediate(const CertificateSpec& spec) const;
  Bytes issue(const CertificateSpec& spec) const;  // below the intermediate
  // The intermediate's list of these serial numbers.
  Bytes revocation_list(std::vector<Bytes> serials) const;

  GivenAnchor anchor() const;         // the root
  GivenAnchor anchor_of_key() const;  // the attestation key itself

 private:
  TestKey root_key_;
  TestKey intermediate_key_;
  TestKey ak_;
};

// gce_instance: the value of Google's instance information for project "test-project".
Bytes gce_instance();

}  // namespace anchorhold::testkit
