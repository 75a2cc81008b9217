#include "cases.h"
#include "testkit/forged_ibmse.h"

namespace anchorhold::golden {
namespace {

using testkit::IbmForge;

EvidenceDemands demands_of(const IbmForge& forge) {
  EvidenceDemands out;
  for (const crypto::Certificate& certificate : forge.certificates())
    out.collateral.push_back(
        file("certificate-" + std::to_string(out.collateral.size()), certificate.der));
  out.anchors = {out.collateral.front()};
  for (const crypto::Crl& list : forge.lists())
    out.collateral.push_back(file("list-" + std::to_string(out.collateral.size()), list.der));
  out.at_ms = milliseconds(IbmForge::at());
  return out;
}

}  // namespace

std::vector<Case> ibm_cases() {
  const IbmForge forge;
  IbmForge revoking;
  revoking.signer_list =
      testkit::revocation_spec(revoking.signer, IbmForge::at(), {{0x21}, {0x22}});

  const Bytes record = copy_of(bytes_of(IbmForge::record()));
  const auto judged = [&](std::string name, const Bytes& bytes, const IbmForge& by) {
    Case out{std::move(name), bytes, demands_of(by)};
    out.demands.collateral.push_back(file("record.sig", IbmForge::sign(bytes), "quote_sig"));
    return out;
  };
  // A record has neither time nor nonce, so that a policy finds nothing fresh in it, or says that
  // it need not.
  const Case good = judged("hyper-protect.authentic", record, forge);
  const Case policed = expecting(good.with("hyper-protect.not-fresh", record));
  Bytes other = record;
  other.back() = 'x';
  Bytes doubled = record;
  append(doubled, bytes_of("\n" + std::string(64, 'c') + " root.tar.gz"));

  const Case key =
      Case{"host-key.authentic", copy_of(forge.host_certificate().der), demands_of(forge)};
  return {
      good,
      policed,
      timeless("hyper-protect.accepted-timeless", policed),
      good.with("hyper-protect.signature", other),
      judged("hyper-protect.revoked", record, revoking),
      judged("hyper-protect.measured-twice", doubled, forge),
      key,
      Case{"host-key.revoked", key.evidence, demands_of(revoking)},
      key.changed("host-key.no-lists", [](auto& d) { d.collateral.resize(4); }),
      truncated_as("host-key", key),
  };
}

}  // namespace anchorhold::golden
