// What a service keeps from one piece of evidence to the next: it saves work and changes no answer.

#include <gtest/gtest.h>

#include <chrono>

#include "testkit/composite_world.h"

namespace anchorhold::verifier {
namespace {

using testkit::first_failure;
using testkit::world;

// Service: verifies with one cache, whatever it is given.
struct Service {
  std::string failure_of(ByteView evidence, const Anchors& anchors, Time at,
                         const std::vector<File>& files) {
    const auto material = Material::sort(files, &cache).value();
    return first_failure(verifier::verify({.evidence = evidence,
                                           .material = material,
                                           .anchors = anchors,
                                           .at = at,
                                           .cache = &cache})
                             .value());
  }
  std::string failure_of(ByteView evidence) {
    return failure_of(evidence, world().anchors, world().at, world().files);
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

}  // namespace
}  // namespace anchorhold::verifier
