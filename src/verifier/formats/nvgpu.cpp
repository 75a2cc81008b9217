#include "evidence/nvgpu/checks.h"
#include "evidence/nvgpu/verify.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

Verification verify_nvgpu(const Request& request) {
  std::vector<Bytes> rims;
  for (const File& file : request.material.all(role::rim)) rims.push_back(file.bytes);
  return nvgpu::verify_evidence(request.evidence,
                                {.certificates = request.material.certificates(),
                                 .rims = rims,
                                 .crls = request.material.crls(),
                                 .require_crl = request.require_crl},
                                request.anchors.keys, request.at, request.cache);
}

}  // namespace

const Format nvgpu_format = {"nvgpu", "NVIDIA GPU or NVSwitch report", nvgpu::looks_like_evidence,
                             verify_nvgpu, nvgpu::check_table};

}  // namespace anchorhold::verifier
