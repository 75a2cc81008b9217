#pragma once
// TPM quotes under a test root: good ones, and ones with any one thing wrong but a valid signature.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/anchor.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "crypto/x509_build.h"

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
  std::optional<Bytes> digest = std::nullopt;  // in place of the right one
};

// ForgedValues: register values by bank and register.
using ForgedValues = std::map<std::pair<crypto::HashKind, unsigned>, Bytes>;

// good_attributes: TPMA_OBJECT of an attestation key.
inline constexpr uint32_t good_attributes = 0x00050072;

// TpmForge: an attestation key on P-256 with its public area and its certificate under an
// intermediate and a root, and an endorsement key's certificate beside it. Valid around at().
class TpmForge {
 public:
  explicit TpmForge(uint64_t seed = 1);

  static Time at();

  // attest: the TPMS_ATTEST; its digest, unless given, is SHA-256 over forged values.
  static Bytes attest(const QuoteSpec& spec);
  // sign: TPMT_SIGNATURE, ECDSA with SHA-256.
  Bytes sign(ByteView attest) const;

  // values: one for each selected register of the specification.
  static ForgedValues values(const QuoteSpec& spec);
  // The values as JSON of one bank, and as tpm2-tools write them.
  static std::string pcr_json(const ForgedValues& values);
  static Bytes pcr_file(const std::vector<ForgedBank>& banks, const ForgedValues& values);

  Bytes ak_public(uint32_t attributes = good_attributes) const;  // TPMT_PUBLIC
  const crypto::PrivateKey& ak() const { return ak_; }
  const crypto::PrivateKey& issuer() const { return intermediate_key_; }

  // Certificates in DER. ak_fields: what the AK's certificate says, to be edited and issued anew.
  Bytes root() const;
  Bytes intermediate() const;
  crypto::CertificateFields ak_fields() const;
  crypto::CertificateFields ek_fields() const;
  Bytes issue(const crypto::CertificateFields& fields) const;

  GivenAnchor anchor() const;         // the root
  GivenAnchor anchor_of_key() const;  // the attestation key itself

 private:
  crypto::PrivateKey root_key_;
  crypto::PrivateKey intermediate_key_;
  crypto::PrivateKey ak_;
};

// gce_instance_extension: Google's instance information for project "test-project".
Bytes gce_instance_extension();

}  // namespace anchorhold::testkit
