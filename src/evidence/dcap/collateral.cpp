#include "evidence/dcap/collateral.h"

#include "evidence/dcap/collateral_json.h"
#include "evidence/dcap/scheme.h"

namespace anchorhold::dcap {
namespace {

std::vector<size_t> who_signed(const SignedJson& document, const TcbSigners& signers,
                               crypto::CertificateCache* cache) {
  std::vector<size_t> out;
  for (size_t i = 0; i < signers.proven.size(); ++i) {
    if (crypto::verify_cached(signers.proven[i].certificate.key, ecdsa_sha256,
                              bytes_of(document.value), document.signature, cache)) {
      out.push_back(i);
    }
  }
  return out;
}

Status read_document(std::string_view text, CollateralSet& set, crypto::CertificateCache* cache) {
  AH_ASSIGN(const SignedJson document, read_signed_json("collateral", text));
  if (document.kind == CollateralKind::tcb_info) {
    AH_ASSIGN(TcbInfo info, parse_tcb_info("tcbInfo", document.value));
    set.tcb_infos.push_back({std::move(info), who_signed(document, set.signers, cache)});
  } else {
    AH_ASSIGN(EnclaveIdentity identity, parse_enclave_identity("enclaveIdentity", document.value));
    set.identities.push_back({std::move(identity), who_signed(document, set.signers, cache)});
  }
  return {};
}

}  // namespace

CollateralSet read_collateral(std::span<const ByteView> documents,
                              std::span<const crypto::Certificate> certificates,
                              std::span<const Digest256> anchors, crypto::CertificateCache* cache) {
  CollateralSet set;
  set.signers = find_tcb_signers(certificates, anchors, cache);
  for (const ByteView document : documents) {
    const Status read = read_document(text_of(document), set, cache);
    if (!read.ok()) set.unreadable.push_back(read.error().to_string());
  }
  return set;
}

}  // namespace anchorhold::dcap
