#include "appraise/trust_vector.h"

#include <algorithm>
#include <cstdlib>

#include "appraise/checks.h"

namespace anchorhold::appraise {
namespace {

// Values of draft-ietf-rats-ar4si, section 2.3.4; the comments say what each means there.
constexpr int8_t recognised = 2;          // instance-identity, hardware: genuine
constexpr int8_t approved = 2;            // configuration: known and approved
constexpr int8_t approved_boot = 3;       // executables: approved at boot
constexpr int8_t encrypted_memory = 2;    // runtime-opaque
constexpr int8_t known_weakness = 32;     // hardware: genuine, with known vulnerabilities
constexpr int8_t unrecognised_code = 33;  // executables
constexpr int8_t contraindicated = 96;    // configuration, hardware, runtime-opaque: visible
constexpr int8_t unrecognised = 97;       // instance-identity, hardware
constexpr int8_t crypto_failed = 99;      // any claim

enum class Judged : uint8_t { no, good, bad };

Judged judged_by(const Findings& findings, std::initializer_list<const Check*> checks) {
  Judged out = Judged::no;
  for (const Finding& finding : findings.list()) {
    const bool ours =
        std::ranges::any_of(checks, [&](const Check* check) { return finding.check == check->id; });
    if (!ours || finding.outcome == Outcome::not_applicable) continue;
    if (finding.outcome != Outcome::pass) return Judged::bad;
    out = Judged::good;
  }
  return out;
}

int8_t pick(Judged judged, int8_t good, int8_t bad) {
  if (judged == Judged::no) return 0;
  return judged == Judged::good ? good : bad;
}

int8_t hardware_of(const Claims& claims) {
  if (!claims.hardware_rooted) return unrecognised;
  if (!claims.tcb) return recognised;
  switch (claims.tcb->status) {
    case TcbStatus::up_to_date:
      return recognised;
    case TcbStatus::not_supported:
    case TcbStatus::revoked:
      return contraindicated;
    default:
      return known_weakness;
  }
}

// Whether the TEE encrypts the memory of what it runs, as its vendor promises.
bool encrypts_memory(const Claims& claims) {
  switch (claims.tee) {
    case TeeKind::nitro:
    case TeeKind::snp:
    case TeeKind::tdx:
    case TeeKind::sgx:
    case TeeKind::cca:
    case TeeKind::nvgpu:
      return claims.hardware_rooted && !claims.debug.value_or(false);
    default:
      return false;
  }
}

bool has_memory(TeeKind kind) {
  return kind != TeeKind::tpm && kind != TeeKind::psa && kind != TeeKind::dice;
}

}  // namespace

std::string_view tier_name(Tier tier) {
  constexpr std::array<std::string_view, 4> names = {"none", "affirming", "warning",
                                                     "contraindicated"};
  return names[static_cast<size_t>(tier)];
}

Tier tier_of(int8_t value) {
  // Section 2.3.2: -1, 0 and 1 are no assertion; the negative ranges mirror the positive ones, one
  // further down.
  const int distance = value >= 0 ? value : -value - 1;
  if (value >= -1 && value <= 1) return Tier::none;
  if (distance < 32) return Tier::affirming;
  return distance < 96 ? Tier::warning : Tier::contraindicated;
}

std::array<std::pair<std::string_view, int8_t>, 8> TrustVector::named() const {
  return {{{"instance-identity", instance_identity},
           {"configuration", configuration},
           {"executables", executables},
           {"file-system", file_system},
           {"hardware", hardware},
           {"runtime-opaque", runtime_opaque},
           {"storage-opaque", storage_opaque},
           {"sourced-data", sourced_data}}};
}

Tier TrustVector::status() const {
  Tier worst = Tier::none;
  for (const auto& [name, value] : named()) worst = std::max(worst, tier_of(value));
  return worst;
}

TrustVector trust_vector(const Claims& claims, const Findings& appraisal) {
  TrustVector vector;
  vector.instance_identity =
      pick(judged_by(appraisal, {&tee_check, &root_check}), recognised, unrecognised);
  vector.configuration =
      claims.debug.value_or(false)
          ? contraindicated
          : pick(judged_by(appraisal, {&claim_check, &cautions_check, &debug_check, &signers_check,
                                       &freshness_check, &nonce_check, &user_data_check,
                                       &public_key_check, &report_data_check, &parts_check}),
                 approved, contraindicated);
  vector.executables = pick(judged_by(appraisal, {&measurements_check, &security_version_check}),
                            approved_boot, unrecognised_code);
  vector.hardware = hardware_of(claims);
  if (judged_by(appraisal, {&svn_check, &product_check, &tcb_date_check, &tcb_evaluation_check,
                            &tcb_status_check, &advisories_check}) == Judged::bad)
    vector.hardware = std::max(vector.hardware, contraindicated);
  if (has_memory(claims.tee))
    vector.runtime_opaque = encrypts_memory(claims) ? encrypted_memory : contraindicated;
  return vector;
}

TrustVector unverified_vector() {
  return {.instance_identity = crypto_failed,
          .configuration = crypto_failed,
          .executables = crypto_failed,
          .file_system = crypto_failed,
          .hardware = crypto_failed,
          .runtime_opaque = crypto_failed,
          .storage_opaque = crypto_failed,
          .sourced_data = crypto_failed};
}

}  // namespace anchorhold::appraise
