#include "evidence/nvgpu/manifests.h"

#include <algorithm>
#include <array>
#include <set>

#include "evidence/nvgpu/compare.h"
#include "evidence/nvgpu/manifest.h"

namespace anchorhold::nvgpu {
namespace {

using Manifests = std::vector<Manifest*>;

constexpr size_t max_manifests = 64;
constexpr std::string_view switch_product = "LS10";

std::string name_of(const Rim& rim) {
  return rim.product + " " + std::string(rim_kind_name(rim.kind)) + " " + rim.version;
}

// The claim that names the manifest of this kind with which a device was compared.
std::string rim_claim(RimKind kind) {
  return kind == RimKind::driver ? "driver_rim" : "vbios_rim";
}

std::optional<std::string> version_of(const Report& report, RimKind kind) {
  return kind == RimKind::driver ? field_text(report.opaque, OpaqueField::driver_version)
                                 : vbios_version(report.opaque);
}

std::vector<Manifest> read_manifests(std::span<const Bytes> documents,
                                     crypto::CertificateCache* cache, CheckRun& run) {
  std::vector<Manifest> out;
  for (size_t i = 0; i < documents.size(); ++i) {
    const std::string name = "manifest[" + std::to_string(i) + "]";
    if (i == max_manifests) {
      run.fail(rim_structure_check, name, "more manifests than any set of devices needs");
      break;
    }
    auto manifest = Manifest::read(name, documents[i], cache);
    if (manifest.ok()) {
      run.pass(rim_structure_check, name, name_of(manifest->rim()));
      out.push_back(std::move(*manifest));
    } else {
      run.fail(rim_structure_check, name, manifest.error().to_string());
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
Status select(const JudgedDevice& device, RimKind kind, std::span<Manifest> all,
              Manifests& fitting) {
  const auto version = version_of(device.device->report, kind);
  if (!version) return {};
  const size_t before = fitting.size();
  std::string others;
  for (Manifest& manifest : all) {
    const Rim& rim = manifest.rim();
    if (rim.kind != kind || !of_chip(rim, device)) continue;
    if (rim.version == *version) {
      fitting.push_back(&manifest);
    } else {
      others += (others.empty() ? "" : ", ") + rim.version;
    }
  }
  if (fitting.size() > before || others.empty()) return {};
  return Error{Code::not_found, std::string(rim_kind_name(kind)) + " manifest",
               "none is of this device's version"}
      .want(*version)
      .saw(others);
}

Manifests fit(const JudgedDevice& device, std::span<Manifest> all, CheckRun& run) {
  Manifests out;
  for (const RimKind kind : {RimKind::driver, RimKind::vbios}) {
    const Status found = select(device, kind, all, out);
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
  for (const Manifest* each : out) names += (names.empty() ? "" : ", ") + name_of(each->rim());
  run.pass(rim_fit_check, device.device->name, names);
  return out;
}

// Whether NVIDIA, or a key that the caller trusts, signed the manifest.
bool judge_manifest(const ProvenRim& known, std::span<const GivenAnchor> given, Time at,
                    CheckRun& run) {
  const std::string name = name_of(known.rim);
  if (!known.digest_good) {
    return run.fail(rim_signature_check, name, "the digest is not that of the manifest");
  }
  if (!known.path.signature_good) {
    return run.fail(rim_signature_check, name, "not by a certificate in the manifest");
  }
  run.pass(rim_signature_check, name,
           "good, by '" + known.path.certificates.front()->subject_common_name + "'");
  return judge_chain(rim_chain(), name, known.path, known.links, given, at, run).has_value();
}

void judge_measurements(JudgedDevice& device, const Manifests& manifests, CheckRun& run) {
  std::vector<const Rim*> rims;
  for (const Manifest* manifest : manifests) rims.push_back(&manifest->rim());
  const auto compared = compare(device.device->report, rims);
  if (!compared.ok()) {
    run.fail(measurements_check, device.device->name, compared.error().to_string());
    return;
  }
  run.pass(measurements_check, device.device->name,
           std::to_string(*compared) + " of " + std::to_string(*compared) + " match");
  for (const Rim* rim : rims) {
    device.claims.vendor[rim_claim(rim->kind)] = rim->tag_id;
  }
}

// A switch has no driver of its own.
void add_cautions(JudgedDevice& device) {
  Claims& claims = device.claims;
  if (!claims.vendor.contains(rim_claim(RimKind::vbios)))
    claims.cautions.insert("vbios-not-compared");
  if (!claims.vendor.contains(rim_claim(RimKind::driver)) && claims.product != switch_product)
    claims.cautions.insert("driver-not-compared");
}

void no_manifests(CheckRun& run) {
  for (const Check* check :
       std::array{&rim_structure_check, &rim_fit_check, &rim_signature_check, &rim_root_check,
                  &rim_links_check, &rim_validity_check, &measurements_check}) {
    run.not_applicable(*check, "no manifest was given");
  }
}

void judge_given(std::span<JudgedDevice> devices, const Endorsements& endorsements,
                 std::span<const GivenAnchor> given, Time at, crypto::CertificateCache* cache,
                 CheckRun& run) {
  std::vector<Manifest> all = read_manifests(endorsements.rims, cache, run);
  std::set<const Manifest*> judged;
  std::set<const Manifest*> trusted;
  for (JudgedDevice& device : devices) {
    const Manifests fitting = fit(device, all, run);
    for (Manifest* manifest : fitting) {
      if (judged.insert(manifest).second &&
          judge_manifest(manifest->prove(cache), given, at, run)) {
        trusted.insert(manifest);
      }
    }
    const bool all_trusted = std::ranges::all_of(
        fitting, [&](const Manifest* manifest) { return trusted.contains(manifest); });
    if (!fitting.empty() && all_trusted) judge_measurements(device, fitting, run);
  }
}

}  // namespace

void judge_manifests(std::span<JudgedDevice> devices, const Endorsements& endorsements,
                     std::span<const GivenAnchor> given, Time at, crypto::CertificateCache* cache,
                     CheckRun& run) {
  if (endorsements.rims.empty()) {
    no_manifests(run);
  } else {
    judge_given(devices, endorsements, given, at, cache, run);
  }
  for (JudgedDevice& device : devices) add_cautions(device);
}

}  // namespace anchorhold::nvgpu
