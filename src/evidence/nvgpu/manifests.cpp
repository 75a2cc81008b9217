#include "evidence/nvgpu/manifests.h"

#include <algorithm>
#include <array>
#include <set>

#include "crypto/hash.h"
#include "evidence/nvgpu/compare.h"
#include "evidence/nvgpu/rim.h"

namespace anchorhold::nvgpu {
namespace {

using Manifests = std::vector<const Rim*>;

constexpr size_t max_manifests = 64;

std::string name_of(const Rim& rim) {
  return rim.product + " " + std::string(rim_kind_name(rim.kind)) + " " + rim.version;
}

std::optional<std::string> version_of(const Report& report, RimKind kind) {
  return kind == RimKind::driver ? field_text(report.opaque, OpaqueField::driver_version)
                                 : vbios_version(report.opaque);
}

std::vector<Rim> read_manifests(std::span<const Bytes> documents, crypto::CertificateCache* cache,
                                CheckRun& run) {
  std::vector<Rim> out;
  for (size_t i = 0; i < documents.size(); ++i) {
    const std::string name = "manifest[" + std::to_string(i) + "]";
    if (i == max_manifests) {
      run.fail(rim_structure_check, name, "more manifests than any set of devices needs");
      break;
    }
    auto rim = parse_rim(name, documents[i], cache);
    if (rim.ok()) {
      run.pass(rim_structure_check, name, name_of(*rim));
      out.push_back(std::move(*rim));
    } else {
      run.fail(rim_structure_check, name, rim.error().to_string());
    }
  }
  return out;
}

bool of_chip(const Rim& rim, const JudgedDevice& device) {
  return rim.product == device.chip ||
         rim.product == field_text(device.device->report.opaque, OpaqueField::chip_info);
}

// The manifests of this chip and kind that are of the device's version; failing that the versions
// that they are of.
Status select(const JudgedDevice& device, RimKind kind, std::span<const Rim> all, bool demanded,
              Manifests& fitting) {
  const auto version = version_of(device.device->report, kind);
  if (!version) return {};
  const size_t before = fitting.size();
  std::string others;
  for (const Rim& rim : all) {
    if (rim.kind != kind || !of_chip(rim, device)) continue;
    if (rim.version == *version) {
      fitting.push_back(&rim);
    } else {
      others += (others.empty() ? "" : ", ") + rim.version;
    }
  }
  if (fitting.size() > before || (others.empty() && !demanded)) return {};
  return Error{Code::not_found, std::string(rim_kind_name(kind)) + " manifest",
               "none is of this device's version"}
      .want(*version)
      .saw(others.empty() ? "none" : others);
}

Manifests fit(const JudgedDevice& device, std::span<const Rim> all, bool demanded, CheckRun& run) {
  Manifests out;
  for (const RimKind kind : {RimKind::driver, RimKind::vbios}) {
    const Status found = select(device, kind, all, demanded, out);
    if (!found.ok()) {
      run.fail(rim_fit_check, device.device->name, found.error().to_string());
      return {};
    }
  }
  if (out.empty()) {
    run.fail(rim_fit_check, device.device->name, "no manifest is of chip '" + device.chip + "'");
    return out;
  }
  std::string names;
  for (const Rim* rim : out) names += (names.empty() ? "" : ", ") + name_of(*rim);
  run.pass(rim_fit_check, device.device->name, names);
  return out;
}

// Whether NVIDIA, or a key that the caller trusts, signed the manifest.
bool judge_manifest(const Rim& rim, std::span<const GivenAnchor> given, Time at,
                    crypto::CertificateCache* cache, CheckRun& run) {
  const std::string name = name_of(rim);
  if (copy_of(crypto::sha384(rim.content)) != rim.stated_digest) {
    return run.fail(rim_signature_check, name, "the digest is not that of the manifest");
  }
  const SignerPath path = find_signer(rim.certificates, rim.signed_info, rim.signature, cache);
  if (!path.signature_good) {
    return run.fail(rim_signature_check, name, "not by a certificate in the manifest");
  }
  run.pass(rim_signature_check, name,
           "good, by '" + path.certificates.front()->subject_common_name + "'");
  return judge_chain(rim_chain(), name, path, given, at, cache, run).has_value();
}

void judge_measurements(JudgedDevice& device, const Manifests& manifests, CheckRun& run) {
  const auto compared = compare(device.device->report, manifests);
  if (!compared.ok()) {
    run.fail(measurements_check, device.device->name, compared.error().to_string());
    return;
  }
  run.pass(measurements_check, device.device->name,
           std::to_string(*compared) + " of " + std::to_string(*compared) + " match");
  for (const Rim* rim : manifests) {
    device.claims.vendor[rim->kind == RimKind::driver ? "driver_rim" : "vbios_rim"] = rim->tag_id;
  }
}

void no_manifests(bool demanded, CheckRun& run) {
  if (demanded) {
    run.fail(rim_fit_check, "manifests", "none was given");
    return;
  }
  for (const Check* check :
       std::array{&rim_structure_check, &rim_fit_check, &rim_signature_check, &rim_root_check,
                  &rim_links_check, &rim_validity_check, &measurements_check}) {
    run.not_applicable(*check, "no manifest was given");
  }
}

}  // namespace

void judge_manifests(std::span<JudgedDevice> devices, const Endorsements& endorsements,
                     std::span<const GivenAnchor> given, Time at, crypto::CertificateCache* cache,
                     CheckRun& run) {
  if (endorsements.rims.empty()) return no_manifests(endorsements.rims_demanded, run);
  const std::vector<Rim> all = read_manifests(endorsements.rims, cache, run);
  std::set<const Rim*> judged;
  std::set<const Rim*> trusted;
  for (JudgedDevice& device : devices) {
    const Manifests fitting = fit(device, all, endorsements.rims_demanded, run);
    for (const Rim* rim : fitting) {
      if (judged.insert(rim).second && judge_manifest(*rim, given, at, cache, run)) {
        trusted.insert(rim);
      }
    }
    const bool all_trusted =
        std::ranges::all_of(fitting, [&](const Rim* rim) { return trusted.contains(rim); });
    if (!fitting.empty() && all_trusted) judge_measurements(device, fitting, run);
  }
}

}  // namespace anchorhold::nvgpu
