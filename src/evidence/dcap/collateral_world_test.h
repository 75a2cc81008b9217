#pragma once
// A world in which collateral is good, for tests to spoil.

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/dcap/collateral.h"
#include "evidence/dcap/collateral_checks.h"
#include "testkit/forged_dcap.h"
#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {

inline const testkit::DcapForge& forge() {
  static const testkit::DcapForge instance;
  return instance;
}

inline crypto::Certificate parse(const Bytes& der) {
  return crypto::parse_certificate("certificate", der).value();
}

// World: good collateral for the platform of the forge, to be spoilt by the tests.
struct World {
  explicit World(TeeType tee = TeeType::tdx)
      : info(testkit::current_tcb_info(tee)),
        identity(testkit::current_identity(tee)),
        input(testkit::current_platform(tee)) {}

  // The documents as they stand, signed.
  std::vector<std::string> documents() const {
    std::vector<std::string> out = more;
    if (with_info) out.push_back(testkit::sign_collateral(info, *key));
    if (with_identity) out.push_back(testkit::sign_collateral(identity, *key));
    return out;
  }

  CollateralSet read() const {
    const std::vector<std::string> texts = documents();
    std::vector<ByteView> views(texts.size());
    std::ranges::transform(texts, views.begin(), [](const auto& text) { return bytes_of(text); });
    std::vector<crypto::Certificate> certificates;
    for (const Bytes& der : pool) certificates.push_back(parse(der));
    return read_collateral(views, certificates, anchors, nullptr);
  }

  std::optional<PlatformTcb> judge() {
    CheckRun run(collateral_check_table());
    const crypto::Crl root_crl =
        crypto::parse_crl("CRL", testkit::forge_revocation_list(crl, forge().root_key())).value();
    auto tcb = judge_collateral(
        read(), input, {.anchor = anchor, .at = at, .root_crl = with_crl ? &root_crl : nullptr},
        run);
    findings = std::move(run).finish();
    return tcb;
  }

  bool accepted() {
    judge();
    return findings.accepted();
  }

  // Whether `check` alone fails or was left out.
  bool only(const Check& check) {
    judge();
    bool seen = false;
    for (const Finding& finding : findings.list()) {
      const bool good =
          finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable;
      if (finding.check == check.id) {
        seen |= !good;
      } else if (!good) {
        ADD_FAILURE() << finding.check << ": " << finding.observed;
      }
    }
    return seen;
  }

  // The first failing check.
  std::string first() {
    judge();
    const Finding* failure = findings.first_failure();
    return failure == nullptr ? "" : failure->check;
  }

  TcbInfo info;
  EnclaveIdentity identity;
  TcbInput input;
  bool with_info = true;
  bool with_identity = true;
  std::vector<std::string> more = {};
  const crypto::PrivateKey* key = &forge().tcb_signing_key();
  std::vector<Bytes> pool = {forge().ca(), forge().root(), forge().tcb_signing()};
  std::vector<Digest256> anchors = {forge().anchor().spki_sha256};
  Digest256 anchor = forge().anchor().spki_sha256;
  Time at = testkit::DcapForge::at();
  testkit::RevocationSpec crl = forge().root_crl();
  bool with_crl = true;
  Findings findings;
};

}  // namespace anchorhold::dcap
