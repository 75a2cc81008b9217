#pragma once
// A forged hierarchy that the tests of this module share, and what becomes of reports under it.

#include <span>
#include <string>
#include <vector>

#include "evidence/snp/verify.h"
#include "testkit/forged_snp.h"

namespace anchorhold::snp {

inline const testkit::SnpForge& forge() {
  static const testkit::SnpForge instance;
  return instance;
}

inline std::string first_failure(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "none" : failure->check;
}

inline Verification verify_in(const testkit::SnpForge& maker, ByteView report,
                              std::span<const crypto::Certificate> pool,
                              crypto::CertificateCache* cache = nullptr) {
  const GivenAnchor anchor = maker.anchor();
  return verify_report(report, {.certificates = pool}, std::span(&anchor, 1),
                       testkit::SnpForge::at(), cache);
}

// The report under the good certificates of the shared hierarchy.
inline Verification verify_good(ByteView report) {
  static const std::vector<crypto::Certificate> pool = forge().pool(forge().vcek());
  return verify_in(forge(), report, pool);
}

// The good report with a change, signed after it.
template <class Change>
Verification verify_changed(Change change, uint32_t version = 3) {
  Bytes body = forge().body(version);
  change(body);
  return verify_good(testkit::SnpForge::sign(body));
}

template <class Change>
std::string failure_of(Change change, uint32_t version = 3) {
  return first_failure(verify_changed(change, version));
}

// The first failure of the good report under a VCEK certificate with a change.
template <class Change>
std::string with_certificate(Change change) {
  testkit::SnpKeySpec spec = forge().vcek();
  change(spec);
  return first_failure(verify_in(forge(), forge().good(), forge().pool(spec)));
}

inline Verification verify_vlek(const testkit::SnpKeySpec& spec, const Bytes& body) {
  return verify_in(forge(), testkit::SnpForge::sign(body, 2), forge().pool(spec));
}

}  // namespace anchorhold::snp
