#pragma once
// Sample: authentic evidence of one format with everything that its verification needs, as files.

#include <string>
#include <vector>

#include "base/finding.h"
#include "verifier/request.h"

namespace anchorhold::bench {

struct Sample {
  std::string name;  // "SEV-SNP v3, Milan, VCEK"
  Bytes evidence;
  std::vector<verifier::File> beside = {};   // collateral
  std::vector<verifier::File> anchors = {};  // certificates and keys that are trusted
  std::vector<Digest256> software_roots = {};
  Time at{};
};

// forged_samples: one of every kind that is measured, under test roots.
std::vector<Sample> forged_samples();

// PreparedSample: its collateral read once, and a cache that lives as long.
class PreparedSample {
 public:
  explicit PreparedSample(const Sample& sample);
  Findings verify();

 private:
  const Sample& sample_;
  crypto::CertificateCache cache_;
  verifier::Anchors anchors_;
  verifier::Material material_;
};

// verify_cold: from bytes to verdict with nothing remembered.
Findings verify_cold(const Sample& sample);

// must_accept: ends the program, with the reason, unless the sample came out as authentic.
void must_accept(const Sample& sample, const Findings& findings);

}  // namespace anchorhold::bench
