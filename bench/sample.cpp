#include "sample.h"

#include <cstdio>
#include <cstdlib>

#include "verifier/anchors.h"
#include "verifier/verify.h"

namespace anchorhold::bench {
namespace {

verifier::Anchors anchors_of(const Sample& sample) {
  verifier::Anchors anchors = verifier::read_anchors(sample.anchors).value();
  anchors.software_roots = sample.software_roots;
  return anchors;
}

Findings verify(const Sample& sample, const verifier::Material& material,
                const verifier::Anchors& anchors, crypto::CertificateCache* cache) {
  auto answer = verifier::verify({.evidence = sample.evidence,
                                  .material = material,
                                  .anchors = anchors,
                                  .at = sample.at,
                                  .cache = cache});
  return std::move(answer).value().verification.findings;
}

}  // namespace

PreparedSample::PreparedSample(const Sample& sample)
    : sample_(sample),
      anchors_(anchors_of(sample)),
      material_(verifier::Material::sort(sample.beside, &cache_).value()) {}

Findings PreparedSample::verify() {
  return bench::verify(sample_, material_, anchors_, &cache_);
}

Findings verify_cold(const Sample& sample) {
  const auto material = verifier::Material::sort(sample.beside, nullptr).value();
  return verify(sample, material, anchors_of(sample), nullptr);
}

void must_accept(const Sample& sample, const Findings& findings) {
  const Finding* failure = findings.first_failure();
  if (failure == nullptr) return;
  std::fprintf(stderr, "%s came out wrong: %s: %s\n", sample.name.c_str(), failure->check.c_str(),
               failure->observed.c_str());
  std::exit(1);
}

}  // namespace anchorhold::bench
