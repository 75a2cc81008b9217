// What a service keeps from one piece of evidence to the next: it saves work and changes no answer.

#include <gtest/gtest.h>

#include <chrono>

#include "evidence/cmw/message.h"
#include "testkit/composite_world.h"

namespace anchorhold::verifier {
namespace {

using testkit::first_failure;
using testkit::world;

// Service: verifies with one cache, whatever it is given.
struct Service {
  Answer verify(ByteView evidence, const Anchors& anchors, Time at,
                const std::vector<File>& files) {
    const auto material = Material::sort(files, &cache).value();
    return verifier::verify({.evidence = evidence,
                             .material = material,
                             .anchors = anchors,
                             .at = at,
                             .cache = &cache})
        .value();
  }
  std::string failure_of(ByteView evidence, const Anchors& anchors, Time at,
                         const std::vector<File>& files) {
    return first_failure(verify(evidence, anchors, at, files));
  }
  std::string failure_of(ByteView evidence) {
    return failure_of(evidence, world().anchors, world().at, world().files);
  }

  // Everything that is said about it, one text a finding. What passes may say that it was known.
  std::vector<std::string> findings_of(ByteView evidence, Time at) {
    std::vector<std::string> out;
    const Answer answer = verify(evidence, world().anchors, at, world().files);
    for (const Finding& finding : answer.verification.findings.list()) {
      out.push_back(finding.check + " " + std::string(outcome_name(finding.outcome)) + ": " +
                    finding.subject);
      if (finding.outcome != Outcome::pass) out.back() += ": " + finding.observed;
    }
    return out;
  }

  crypto::CertificateCache cache;
};

TEST(VerifierCache, KeepsWhatQuotesAndDocumentsHaveInCommon) {
  for (const Bytes& evidence : {world().enclave({}), world().module(std::nullopt)}) {
    Service service;
    EXPECT_EQ(service.failure_of(evidence), "none");
    const size_t facts = service.cache.facts();
    const size_t signatures = service.cache.signatures();
    EXPECT_GT(facts, 0U);
    EXPECT_EQ(service.failure_of(evidence), "none");
    EXPECT_EQ(service.cache.facts(), facts) << "nothing was read anew";
    EXPECT_EQ(service.cache.signatures(), signatures);
  }
}

TEST(VerifierCache, KeepsNeitherTimeNorTrustNorCollateral) {
  const Bytes evidence = world().enclave({});
  const auto later = world().at + std::chrono::hours(24 * 400);
  Service service;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(service.failure_of(evidence), "none");
    EXPECT_EQ(service.failure_of(evidence, {}, world().at, world().files), "dcap.chain.root");
    EXPECT_NE(service.failure_of(evidence, world().anchors, later, world().files), "none");
    EXPECT_EQ(service.failure_of(evidence, world().anchors, world().at, {}), "dcap.crl.root");
  }
}

TEST(VerifierCache, KeepsNoSignatureOfEvidence) {
  Service service;
  for (Bytes evidence : {world().enclave({}), world().module(std::nullopt)}) {
    EXPECT_EQ(service.failure_of(evidence), "none");
    const size_t signed_byte = evidence.size() / 16;
    evidence[signed_byte] ^= 1;
    EXPECT_NE(service.failure_of(evidence), "none");
  }
}

// Whoever sends evidence may put anything beside it: none of it may take the place of what counts.
TEST(VerifierCache, KeepsNoCollateralThatTheEvidenceBrings) {
  const Bytes quote = world().enclave({});
  Service service;
  EXPECT_EQ(service.failure_of(quote), "none");
  const size_t facts = service.cache.facts();
  for (uint8_t i = 1; i < 4; ++i) {
    const cmw::Record evidence{.type = std::string("application/octet-stream"), .value = quote};
    const cmw::Record beside{
        .type = std::string("text/plain"), .value = Bytes{i}, .indicators = uint8_t{2}};
    const cmw::Collection both{
        .type = {}, .entries = {{std::string("a"), evidence}, {std::string("b"), beside}}};
    EXPECT_EQ(service.failure_of(cmw::encode_cbor(both)), "none");
    EXPECT_EQ(service.cache.facts(), facts);
  }
}

// One file more, less or other, or another root, and it is other collateral.
TEST(VerifierCache, KeepsCollateralByAllThatItIs) {
  const Bytes quote = world().enclave({});
  const std::vector<File>& good = world().files;
  Service service;
  EXPECT_EQ(service.failure_of(quote), "none");
  const auto same_as_without = [&](const std::vector<File>& files, const Anchors& anchors) {
    const std::string warm = service.failure_of(quote, anchors, world().at, files);
    EXPECT_EQ(warm, Service().failure_of(quote, anchors, world().at, files));
    return warm;
  };
  for (size_t i = 0; i < good.size(); ++i) {
    std::vector<File> fewer = good;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    same_as_without(fewer, world().anchors);
    std::vector<File> altered = good;
    altered[i].bytes[altered[i].bytes.size() / 2] ^= 1;
    if (Material::sort(altered, nullptr).ok()) same_as_without(altered, world().anchors);
  }
  Anchors more = world().anchors;
  more.keys.push_back({.spki_sha256 = Digest256{1}});
  EXPECT_EQ(same_as_without(good, more), "none");
  EXPECT_EQ(same_as_without(good, {}), "dcap.chain.root");
  EXPECT_EQ(service.failure_of(quote), "none");
}

TEST(VerifierCache, ChangesNoFinding) {
  for (const Bytes& evidence : {world().enclave({}), world().module(std::nullopt)}) {
    for (const int hours : {0, 24 * 400, -24 * 4000}) {
      const Time at = world().at + std::chrono::hours(hours);
      Service service;
      const auto cold = service.findings_of(evidence, at);
      EXPECT_EQ(service.findings_of(evidence, at), cold);
      EXPECT_EQ(service.failure_of(evidence), "none");
      EXPECT_EQ(service.findings_of(evidence, at), cold) << "after a good one";
    }
  }
}

}  // namespace
}  // namespace anchorhold::verifier
