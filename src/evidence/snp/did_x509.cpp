#include "evidence/snp/did_x509.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view prefix = "did:x509:0:sha256:";
constexpr std::string_view separator = "::";
constexpr std::string_view eku = "eku:";
constexpr size_t most_did_size = 1024;

// The text up to the next separator; the rest stays in `text`.
std::string_view take_part(std::string_view& text) {
  const size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + separator.size());
  return part;
}

}  // namespace

Result<DidX509> parse_did_x509(std::string_view object, std::string_view did) {
  if (did.size() > most_did_size || !did.starts_with(prefix)) {
    return Error{Code::unsupported, std::string(object), "not a did:x509 issuer"}
        .want(std::string(prefix) + "FINGERPRINT::eku:OID")
        .saw(std::string(did.substr(0, prefix.size())));
  }
  std::string_view rest = did.substr(prefix.size());
  AH_ASSIGN(const Bytes fingerprint, from_base64(object, take_part(rest), Base64::url));
  DidX509 out;
  if (fingerprint.size() != out.fingerprint.size())
    return Error{Code::malformed, std::string(object), "the fingerprint is not a SHA-256"};
  std::ranges::copy(fingerprint, out.fingerprint.begin());
  while (!rest.empty()) {
    const std::string_view policy = take_part(rest);
    if (!policy.starts_with(eku) || policy.size() == eku.size()) {
      return Error{Code::unsupported, std::string(object), "a policy that is not evaluated here"}
          .want("eku policies");
    }
    out.usages.emplace_back(policy.substr(eku.size()));
  }
  if (out.usages.empty())
    return Error{Code::malformed, std::string(object), "a did:x509 issuer without a policy"};
  return out;
}

Status satisfies(const DidX509& did, std::span<const crypto::Certificate> path) {
  if (path.empty() || path.back().digest() != did.fingerprint) {
    return Error{Code::denied, "did:x509 issuer", "the path ends at another certificate"}
        .want("sha256:" + to_hex(did.fingerprint))
        .saw(path.empty() ? "no certificate" : "sha256:" + to_hex(path.back().digest()));
  }
  for (const std::string& usage : did.usages) {
    if (std::ranges::find(path.front().extended_key_usage, usage) ==
        path.front().extended_key_usage.end()) {
      return Error{Code::denied, "certificate '" + path.front().subject_common_name + "'",
                   "it lacks the extended key usage of the issuer"}
          .want(usage);
    }
  }
  return {};
}

}  // namespace anchorhold::snp
