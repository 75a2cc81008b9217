// Reports and manifests with things wrong, some of them well signed. Whatever was altered after
// signing is refused, whatever is accepted says what was signed, and the cache changes no verdict.
#include <fuzzer/FuzzedDataProvider.h>

#include "check.h"
#include "evidence/nvgpu/rim.h"
#include "evidence/nvgpu/verify.h"
#include "testkit/forged_nvgpu.h"

using namespace anchorhold;

namespace {

using testkit::NvidiaForge;

struct World {
  NvidiaForge forge;
  std::vector<crypto::Certificate> chain = forge.device_certificates();
  std::vector<GivenAnchor> anchors = forge.anchors();
  Bytes report = forge.report();
  Bytes driver = copy_of(
      bytes_of(forge.sign_manifest(NvidiaForge::manifest_text(NvidiaForge::driver_manifest()))));
  Bytes vbios = copy_of(
      bytes_of(forge.sign_manifest(NvidiaForge::manifest_text(NvidiaForge::vbios_manifest()))));
};

const World& world() {
  static const World instance;
  return instance;
}

// accepted: with driver and VBIOS compared, if manifests are given: one whose version was altered
// would be another device's, and ignored.
bool accepted(ByteView evidence, std::span<const Bytes> rims) {
  static crypto::CertificateCache cache(64, 256);
  const nvgpu::Endorsements endorsements{.certificates = world().chain, .rims = rims};
  bool verdicts[2];
  for (bool cached : {false, true}) {
    const Verification result = nvgpu::verify_evidence(
        evidence, endorsements, world().anchors, NvidiaForge::at(), cached ? &cache : nullptr);
    fuzz::check(result.claims.has_value() == result.findings.accepted());
    verdicts[cached ? 1 : 0] =
        result.claims && (rims.empty() || (*result.claims)->cautions.empty());
  }
  fuzz::check(verdicts[0] == verdicts[1]);
  return verdicts[0];
}

void alter(FuzzedDataProvider& in, Bytes& bytes) {
  while (in.remaining_bytes() > 0 && !bytes.empty()) {
    bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
    if (in.ConsumeBool()) bytes.resize(in.ConsumeIntegralInRange<size_t>(0, bytes.size() + 9));
  }
}

void altered_report(FuzzedDataProvider& in) {
  Bytes report = world().report;
  alter(in, report);
  fuzz::check(accepted(report, {}) == (report == world().report));
}

// White space between attributes and the unsigned key information may change; what is signed may
// not.
void altered_manifest(FuzzedDataProvider& in) {
  const std::vector<Bytes> good = {world().driver, world().vbios};
  std::vector<Bytes> rims = good;
  alter(in, rims[in.ConsumeBool() ? 1 : 0]);
  if (!accepted(world().report, rims)) {
    fuzz::check(rims != good);
    return;
  }
  for (size_t i = 0; i < 2; ++i) {
    fuzz::check(nvgpu::parse_rim("altered", rims[i])->content ==
                nvgpu::parse_rim("good", good[i])->content);
  }
}

void signed_report(FuzzedDataProvider& in) {
  testkit::ForgedMeasurements content = NvidiaForge::measurements();
  while (in.ConsumeBool()) {
    auto& field = content.opaque[in.ConsumeIntegralInRange<size_t>(0, content.opaque.size() - 1)];
    field.first = in.ConsumeIntegralInRange<uint16_t>(0, 40);
    field.second = in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, 60));
  }
  while (in.ConsumeBool()) {
    content.measurements[in.ConsumeIntegralInRange(0U, 60U)] =
        in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, 64));
  }
  const std::vector<Bytes> rims = {world().driver, world().vbios};
  const bool good = accepted(world().forge.sign(NvidiaForge::encode(content)), rims);
  if (good) {
    fuzz::check(content.measurements.at(1) == NvidiaForge::measurements().measurements.at(1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  switch (in.ConsumeIntegralInRange(0, 2)) {
    case 0:
      altered_report(in);
      break;
    case 1:
      altered_manifest(in);
      break;
    default:
      signed_report(in);
  }
  return 0;
}
