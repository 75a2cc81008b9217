#include "crypto/hash.h"
#include "evidence/dcap/checks.h"
#include "evidence/dcap/quote.h"
#include "evidence/dcap/verify.h"
#include "verifier/dcap_quote.h"
#include "verifier/event_logs.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

// Of what the collateral, read and proven, follows: every file and the roots. Nothing when nobody
// keeps it.
std::optional<Digest256> origin_of(const Request& request) {
  if (request.cache == nullptr || !request.material.digest()) return std::nullopt;
  crypto::Sha256 digest;
  digest.update(*request.material.digest());
  for (const GivenAnchor& anchor : request.anchors.keys) digest.update(anchor.spki_sha256);
  return digest.finish();
}

// The request's collateral. With a cache, the same files are read and proven once.
std::shared_ptr<const dcap::PreparedCollateral> prepared(const Request& request) {
  const auto origin = origin_of(request);
  if (origin) {
    if (auto known = request.cache->recall<dcap::PreparedCollateral>(*origin)) return known;
  }
  std::vector<ByteView> documents;
  for (const std::string_view kind : {role::tcb_info, role::qe_identity})
    for (const File& file : request.material.all(kind)) documents.emplace_back(file.bytes);
  auto made = std::make_shared<const dcap::PreparedCollateral>(
      dcap::prepare_collateral({.documents = documents,
                                .certificates = request.material.certificates(),
                                .crls = request.material.crls()},
                               request.anchors.keys, request.cache));
  if (origin) request.cache->remember_fact(*origin, made, request.material.bytes());
  return made;
}

Verification verify_dcap(const Request& request) {
  return with_event_logs(verify_dcap_quote(request.evidence, request), request.material);
}

}  // namespace

Verification verify_dcap_quote(ByteView quote, const Request& request) {
  return dcap::verify_quote(quote, *prepared(request), request.anchors.keys, request.at,
                            request.cache);
}

const Format dcap_format = {"dcap", "Intel SGX or TDX quote", dcap::looks_like_quote, verify_dcap,
                            dcap::check_table};

}  // namespace anchorhold::verifier
