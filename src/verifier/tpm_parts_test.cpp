#include "verifier/tpm_parts.h"

#include <gtest/gtest.h>

#include "testkit/forged_tpm.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using testkit::TestKey;
using testkit::TpmForge;

// A quote of an RSA key with this signature, which the caller or other evidence vouches for.
std::string failure_with(ByteView signature, bool vouched) {
  const TpmForge forge(TestKey::rsa(2048));
  const testkit::QuoteSpec spec;
  const std::string registers = TpmForge::pcr_json(TpmForge::values(spec));
  const auto material =
      Material::sort({{"signature", std::string(role::signature), copy_of(signature)},
                      {"registers", "", copy_of(bytes_of(registers))},
                      {"public", "", forge.ak_public()}},
                     nullptr)
          .value();
  const Anchors anchors{.keys = {forge.anchor_of_key()}};
  const Bytes key = forge.ak().subject_key().spki();
  const Verification result = verify_tpm_quote(
      TpmForge::attest(spec),
      {.evidence = {}, .material = material, .anchors = anchors, .at = TpmForge::at()},
      vouched ? std::optional<ByteView>(key) : std::nullopt);
  const Finding* first = result.findings.first_failure();
  return first == nullptr ? "none" : first->check;
}

TEST(TpmParts, ABareSignatureIsTakenOnlyFromAKeyThatOtherEvidenceVouchesFor) {
  const TpmForge forge(TestKey::rsa(2048));
  const Bytes whole = forge.sign(TpmForge::attest({}));
  const ByteView bare = ByteView(whole).last(256);
  EXPECT_EQ(failure_with(whole, false), "none");
  EXPECT_EQ(failure_with(whole, true), "none");
  EXPECT_EQ(failure_with(bare, true), "none");
  EXPECT_EQ(failure_with(bare, false), "tpm.signature.form");
}

}  // namespace
}  // namespace anchorhold::verifier
