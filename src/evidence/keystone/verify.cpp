#include "evidence/keystone/verify.h"

#include <limits>

#include "base/hex.h"
#include "crypto/subject_key.h"
#include "evidence/keystone/checks.h"
#include "evidence/keystone/report.h"

namespace anchorhold::keystone {
namespace {

using crypto::SubjectKey;

constexpr crypto::SignatureScheme eddsa = {crypto::SignatureKind::eddsa, crypto::HashKind::sha512};

Claims said_by(const Report& report) {
  Claims claims{.tee = TeeKind::keystone, .format = "Keystone attestation report"};
  claims.platform = to_hex(report.device_key);
  claims.measurements["measurement"] = copy_of(report.enclave_hash);
  claims.measurements["sm_measurement"] = copy_of(report.monitor_hash);
  claims.vendor["measurement"] = copy_of(report.enclave_hash);
  claims.vendor["sm_measurement"] = copy_of(report.monitor_hash);
  claims.vendor["sm_public_key"] = copy_of(report.monitor_key);
  claims.vendor["device_public_key"] = copy_of(report.device_key);
  const auto data = report.data();
  if (data.ok()) {
    claims.user_data = copy_of(*data);
    // The enclave chose it: the only place for a relying party's question.
    claims.report_data = copy_of(*data);
    claims.vendor["user_data"] = copy_of(*data);
  }
  return claims;
}

// Whether the device key may be used.
bool judge_device_key(const SubjectKey& key, const Options& options,
                      std::span<const GivenAnchor> given, CheckRun& run, Claims& said) {
  const std::string fingerprint = "sha256:" + to_hex(key.spki_sha256());
  const bool is_test_key = key.spki_sha256() == test_device_key();
  said.vendor["test_device_key"] = uint64_t{is_test_key};
  bool usable = names(given, key.spki_sha256()) ? run.pass(anchor_check, "device key", fingerprint)
                                                : run.fail(anchor_check, "device key", fingerprint);
  if (!is_test_key) {
    run.pass(test_key_check, "device key", fingerprint);
  } else if (options.insecure_test_device_key) {
    run.pass(test_key_check, "device key", "INSECURE: the published test key, allowed by option");
    said.platform = "INSECURE test device key " + said.platform;
  } else {
    usable = run.fail(test_key_check, "device key", "the published test key");
  }
  if (usable) said.root = key.spki_sha256();
  return usable;
}

void judge_signature(const Check& check, std::string_view subject, ByteView key_bytes,
                     ByteView message, ByteView signature, CheckRun& run) {
  const auto key = SubjectKey::from_ed25519(subject, key_bytes);
  if (!key.ok()) {
    run.fail(check, std::string(subject), key.error().to_string());
  } else if (crypto::verify(*key, eddsa, message, signature)) {
    run.pass(check, std::string(subject), to_hex(key_bytes));
  } else {
    run.fail(check, std::string(subject), "it does not verify under " + to_hex(key_bytes));
  }
}

}  // namespace

const Digest256& test_device_key() {
  static constexpr Digest256 digest = {0x66, 0x74, 0x1e, 0x20, 0xf2, 0x04, 0x8c, 0x2c,
                                       0x12, 0xc5, 0xd5, 0x7c, 0xdd, 0xff, 0xdd, 0x26,
                                       0x00, 0x68, 0xfa, 0x02, 0x9d, 0xd1, 0x98, 0xaf,
                                       0xa4, 0x10, 0x3e, 0x55, 0x6f, 0x4f, 0xbd, 0xde};
  return digest;
}

bool looks_like_report(ByteView bytes) {
  const auto report = parse_report(bytes);
  return report.ok() && report->data_length <= std::numeric_limits<uint16_t>::max();
}

Verification verify_report(ByteView bytes, const Options& options,
                           std::span<const GivenAnchor> given) {
  CheckRun run(check_table());
  const auto report = parse_report(bytes);
  if (!report.ok()) {
    run.fail(structure_check, "Keystone report", report.error().to_string());
    return unreadable(std::move(run));
  }
  Claims said = said_by(*report);
  const auto data = report->data();
  if (!run.judge(structure_check, "Keystone report", data.ok() ? Status() : Status(data.error()),
                 std::to_string(report->data_length) + " bytes of data")) {
    return conclude(std::move(run), std::move(said));
  }
  const auto device = SubjectKey::from_ed25519("device key", report->device_key);
  if (!device.ok()) {
    run.fail(anchor_check, "device key", device.error().to_string());
  } else if (judge_device_key(*device, options, given, run, said)) {
    judge_signature(monitor_signature_check, "security monitor", report->device_key,
                    monitor_message(*report), report->monitor_signature, run);
    judge_signature(enclave_signature_check, "enclave", report->monitor_key,
                    enclave_message(*report, *data), report->enclave_signature, run);
  }
  return conclude(std::move(run), std::move(said));
}

}  // namespace anchorhold::keystone
