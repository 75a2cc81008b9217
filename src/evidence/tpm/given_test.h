#pragma once
// Forged evidence to verify, with one thing wrong at a time.

#include <gtest/gtest.h>

#include "evidence/tpm/verify.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::tpm::test {

using crypto::HashKind;
using crypto::KeyKind;
using crypto::KeyUsage;
using crypto::SignatureKind;
using testkit::QuoteSpec;
using testkit::TestKey;
using testkit::TpmForge;

inline const TpmForge& forge() {
  static const TpmForge instance;
  return instance;
}

inline crypto::Certificate parsed(const Bytes& der) {
  return crypto::parse_certificate("forged", der).value();
}

// Given: everything that one verification is given. As it stands it is good.
struct Given {
  explicit Given(const TpmForge& maker = forge(), const std::vector<QuoteSpec>& specs = {{}}) {
    for (const QuoteSpec& spec : specs) {
      messages.push_back(TpmForge::attest(spec));
      signatures.push_back(maker.sign(messages.back()));
      pcrs.push_back(copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values(spec)))));
    }
    ak_public = maker.ak_public();
    ak_certificate = parsed(maker.issue(maker.ak_spec()));
    pool = {parsed(maker.root()), parsed(maker.issue_intermediate(maker.intermediate_spec()))};
    anchors = {maker.anchor()};
  }

  Verification verify(crypto::CertificateCache* cache = nullptr) const {
    std::vector<QuoteParts> parts;
    for (size_t i = 0; i < messages.size(); ++i) {
      parts.push_back({.message = messages[i], .signature = signatures[i]});
      if (i < pcrs.size()) parts.back().pcrs = pcrs[i];
    }
    QuoteInputs inputs{.quotes = parts,
                       .form = form,
                       .certificates = pool,
                       .crls = crls,
                       .require_crl = require_crl,
                       .allow_insecure_sha1 = allow_insecure_sha1};
    if (ak_public) inputs.ak_public = *ak_public;
    if (ak_certificate) inputs.ak_certificate = &*ak_certificate;
    return verify_quotes(inputs, anchors, at, cache);
  }
  bool accepted() const { return verify().claims.has_value(); }
  // The first failing check; "none" when all passed.
  std::string failure() const {
    const Verification result = verify();
    const Finding* finding = result.findings.first_failure();
    EXPECT_EQ(result.claims.has_value(), finding == nullptr);
    return finding == nullptr ? "none" : finding->check;
  }

  // Trusts the key itself, so that a verification costs one signature check.
  Given& trusting_key() {
    ak_certificate.reset();
    pool.clear();
    anchors = {forge().anchor_of_key()};
    return *this;
  }

  std::vector<Bytes> messages;
  std::vector<Bytes> signatures;
  std::vector<Bytes> pcrs;
  SignatureForm form = SignatureForm::tpmt;
  std::optional<Bytes> ak_public;
  std::optional<crypto::Certificate> ak_certificate;
  std::vector<crypto::Certificate> pool;
  std::vector<crypto::Crl> crls;
  std::vector<GivenAnchor> anchors;
  Time at = TpmForge::at();
  bool require_crl = false;
  bool allow_insecure_sha1 = false;
};

// The first failing check of good evidence with one thing changed.
template <class Edit>
std::string failure_of(Edit edit) {
  Given given;
  edit(given);
  return given.failure();
}

}  // namespace anchorhold::tpm::test
