#include "evidence/nvgpu/verify.h"

#include <algorithm>

#include "base/hex.h"
#include "evidence/nvgpu/device.h"
#include "evidence/nvgpu/device_claims.h"
#include "evidence/nvgpu/manifests.h"

namespace anchorhold::nvgpu {
namespace {

// Whether both are of one device: by the UEID that its certificate gives it, or by its key.
bool same_device(const JudgedDevice& a, const JudgedDevice& b) {
  const std::string& ueid = a.claims.platform;
  return (!ueid.empty() && ueid == b.claims.platform) || (!a.key.empty() && a.key == b.key) ||
         a.device->bytes == b.device->bytes;
}

// Each report is of a device of its own.
void judge_distinct(std::span<const JudgedDevice> devices, CheckRun& run) {
  if (devices.size() < 2) {
    run.not_applicable(distinct_check, "there is one report");
    return;
  }
  for (size_t i = 0; i < devices.size(); ++i) {
    const auto earlier = devices.first(i);
    const auto same = std::ranges::find_if(
        earlier, [&](const JudgedDevice& other) { return same_device(devices[i], other); });
    const std::string& name = devices[i].device->name;
    if (same == earlier.end()) {
      run.pass(distinct_check, name, "a device of its own");
    } else {
      run.fail(distinct_check, name, "the same device as " + same->device->name);
    }
  }
}

// Every report answers the nonce that was stated for it, and all of them the same one.
void judge_submission(std::span<const Device> devices, CheckRun& run) {
  const Bytes first = copy_of(devices.front().report.nonce);
  bool stated = false;
  for (const Device& device : devices) {
    const Bytes nonce = copy_of(device.report.nonce);
    stated = stated || device.stated_nonce.has_value();
    if (device.stated_nonce && *device.stated_nonce != nonce) {
      run.fail(submission_check, device.name,
               "the report answers " + to_hex(nonce) + ", the list says " +
                   to_hex(*device.stated_nonce));
    } else if (nonce != first) {
      run.fail(submission_check, device.name, "another nonce than " + devices.front().name);
    } else if (devices.size() > 1 || stated) {
      run.pass(submission_check, device.name, to_hex(nonce));
    }
  }
  if (devices.size() == 1 && !stated) {
    run.not_applicable(submission_check, "the evidence is one report by itself");
  }
}

}  // namespace

Verification verify_evidence(ByteView evidence, const Endorsements& endorsements,
                             std::span<const GivenAnchor> given, Time at,
                             crypto::CertificateCache* cache) {
  CheckRun run(check_table());
  const auto devices = read_submission(evidence, cache);
  if (!devices.ok()) {
    run.fail(structure_check, "device evidence", devices.error().to_string());
    return unreadable(std::move(run));
  }
  run.pass(structure_check, "device evidence", std::to_string(devices->size()) + " reports");
  std::vector<JudgedDevice> judged;
  for (const Device& device : *devices) {
    judged.push_back(judge_device(device, endorsements, given, at, cache, run));
  }
  judge_submission(*devices, run);
  judge_distinct(judged, run);
  judge_manifests(judged, endorsements, given, at, cache, run);
  std::vector<Claims> claims;
  claims.reserve(judged.size());
  for (const JudgedDevice& device : judged) claims.push_back(device.claims);
  return conclude(std::move(run), combine(claims));
}

bool looks_like_evidence(ByteView bytes) {
  return looks_like_submission(bytes);
}

}  // namespace anchorhold::nvgpu
