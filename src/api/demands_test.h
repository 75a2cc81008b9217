#pragma once
// Demands in the public types on forged evidence that they accept.

#include "anchorhold/verify.hpp"
#include "base/hex.h"
#include "testkit/forged_nsm.h"
#include "testkit/forged_snp.h"

namespace anchorhold::api {

struct Asked {
  Bytes evidence;
  EvidenceDemands demands;
};

inline std::int64_t milliseconds(Time at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

// accepting_policy: for this TEE below this root, with one measurement.
inline std::string accepting_policy(std::string_view tee, const Digest256& root,
                                    std::string_view measurement, ByteView value) {
  return "max_age_seconds = 300\n[[accept]]\ntee = \"" + std::string(tee) +
         "\"\nroots = [\"sha256:" + to_hex(root) + "\"]\nmeasurements." + std::string(measurement) +
         " = \"" + to_hex(value) + "\"\n";
}

// snp_asked: a Milan report with its certificates and no revocation list.
inline Asked snp_asked() {
  const testkit::SnpForge forge;
  Asked asked{forge.good(), {}};
  const ByteView body(asked.evidence);
  EvidenceDemands& demands = asked.demands;
  demands.policy = accepting_policy("snp", forge.anchor().spki_sha256, "measurement",
                                    body.subspan(testkit::snp_at::measurement, 48));
  demands.collateral = {{"vcek", "", forge.certify(forge.vcek()).der},
                        {"ask", "", forge.ask().der}};
  demands.anchors = {{"ark", "", forge.ark().der}};
  demands.report_data = to_hex(body.subspan(testkit::snp_at::report_data, 64));
  demands.at_ms = milliseconds(testkit::SnpForge::at());
  return asked;
}

inline File snp_revocation_list() {
  const testkit::SnpForge forge;
  return {"list", "", forge.revoke(forge.revocation()).der};
}

// software_asked: a document of the software TEE below a root that the demands name.
inline Asked software_asked() {
  const testkit::NsmForge forge;
  const Digest256 root = std::get<nsm::SoftwareAnchor>(forge.anchor()).root;
  Asked asked{forge.good(), {}};
  asked.demands.policy = accepting_policy("software", root, "pcr0", forge.document().pcrs.at(0));
  asked.demands.software_roots = {"sha256:" + to_hex(root)};
  asked.demands.at_ms = milliseconds(testkit::NsmForge::at());
  return asked;
}

}  // namespace anchorhold::api
