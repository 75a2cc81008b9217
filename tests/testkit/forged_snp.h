#pragma once
// SEV-SNP reports and AMD's certificates under test keys, right or wrong.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "claims/anchor.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// Places in a report (AMD 56860, ATTESTATION_REPORT).
namespace snp_at {
inline constexpr size_t version = 0x00;
inline constexpr size_t guest_svn = 0x04;
inline constexpr size_t policy = 0x08;
inline constexpr size_t vmpl = 0x30;
inline constexpr size_t signature_algo = 0x34;
inline constexpr size_t current_tcb = 0x38;
inline constexpr size_t platform_info = 0x40;
inline constexpr size_t key_info = 0x48;
inline constexpr size_t report_data = 0x50;
inline constexpr size_t measurement = 0x90;
inline constexpr size_t id_key_digest = 0xe0;
inline constexpr size_t author_key_digest = 0x110;
inline constexpr size_t reported_tcb = 0x180;
inline constexpr size_t cpuid = 0x188;
inline constexpr size_t chip_id = 0x1a0;
inline constexpr size_t committed_tcb = 0x1e0;
inline constexpr size_t current_version = 0x1e8;
inline constexpr size_t committed_version = 0x1ec;
inline constexpr size_t launch_tcb = 0x1f0;
inline constexpr size_t mitigations = 0x1f8;
inline constexpr size_t signature_r = 0x2a0;
inline constexpr size_t signature_s = 0x2e8;
inline constexpr size_t after_signature = 0x330;
}  // namespace snp_at

// SnpLine: a product line, each with its layout of TCB_VERSION and its chip ids.
enum class SnpLine : uint8_t { milan, genoa, turin };

// SnpKeySpec: what the certificate of a VCEK or VLEK says. Values are whole DER elements, the
// hardware id excepted, which stands bare.
struct SnpKeySpec {
  std::string common_name = "SEV-VCEK";
  std::optional<Bytes> product_name;
  std::map<uint64_t, Bytes> levels;  // by the last arc of the object identifier, 1 to 9
  std::optional<Bytes> hardware_id;
  std::optional<Bytes> csp_id;
  bool under_asvk = false;         // issued by the ASVK
  bool foreign_signature = false;  // the issuer's name, another's signature
  size_t key = 1;                  // number of the certified P-384 key
  Time not_before;
  Time not_after;
};

// SnpForge: a hierarchy of one line. Its ARK is nobody's anchor unless anchor() is given.
class SnpForge {
 public:
  explicit SnpForge(SnpLine line = SnpLine::milan);

  static Time at();
  GivenAnchor anchor() const;
  const crypto::Certificate& ark() const { return ark_; }
  const crypto::Certificate& ask() const { return ask_; }
  const crypto::Certificate& asvk() const { return asvk_; }

  // Good certificates of the good report's keys.
  SnpKeySpec vcek() const;
  SnpKeySpec vlek() const;
  crypto::Certificate certify(const SnpKeySpec& spec) const;
  // The leaf with ASK, ASVK and ARK.
  std::vector<crypto::Certificate> pool(const SnpKeySpec& spec) const;
  // An authority of any name below the ARK; it has the ASK's key unless another is given.
  crypto::Certificate authority(const std::string& common_name, Bytes serial,
                                const std::optional<TestKey>& key = {}) const;

  // Lists by the ARK; revocation() names the serials as revoked.
  RevocationSpec revocation(std::vector<Bytes> serials = {}) const;
  crypto::Crl revoke(const RevocationSpec& spec, size_t signer = 0) const;

  // The 1184 bytes of a good report, not signed: by a VCEK, or by a VLEK with CHIP_ID zero.
  Bytes body(uint32_t version = 3) const;
  Bytes vlek_body() const;
  // sign: the report with the signature over its first 672 bytes by the number-th P-384 key.
  static Bytes sign(Bytes body, size_t key = 1);
  Bytes good() const { return sign(body()); }

 private:
  SnpLine line_;
  CertificateSpec ark_spec_;
  CertificateSpec ask_spec_;
  CertificateSpec asvk_spec_;
  crypto::Certificate ark_;
  crypto::Certificate ask_;
  crypto::Certificate asvk_;
};

// put_little: writes the low `size` bytes of `value` at a place, least significant first.
void put_little(Bytes& bytes, size_t place, uint64_t value, size_t size);

}  // namespace anchorhold::testkit
