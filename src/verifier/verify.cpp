#include "verifier/verify.h"

#include "base/hex.h"

namespace anchorhold::verifier {
namespace {

std::string first_bytes(ByteView evidence) {
  constexpr size_t shown = 8;
  if (evidence.empty()) return "nothing";
  return std::to_string(evidence.size()) + " bytes that begin with " +
         to_hex(evidence.first(std::min(shown, evidence.size())));
}

std::string all_names() {
  std::string names;
  for (const Format& format : formats())
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

}  // namespace

Result<const Format*> choose_format(ByteView evidence, std::string_view name) {
  if (evidence.size() > max_evidence) {
    return Error{Code::limit_exceeded, "evidence", "larger than any evidence is"}
        .want("at most 1048576 bytes")
        .saw(std::to_string(evidence.size()));
  }
  if (!name.empty()) {
    const Format* format = find_format(name);
    if (format != nullptr) return format;
    return Error{Code::unsupported, "--format", "no such format"}
        .want("one of " + all_names())
        .saw(std::string(name));
  }
  const Format* format = recognise(evidence);
  if (format != nullptr) return format;
  return Error{Code::unsupported, "evidence", "this is no evidence of a known format"}
      .want("one of " + all_names())
      .saw(first_bytes(evidence))
      .advise(
          "give the evidence as the TEE returned it, raw or in a CMW wrapper; certificates, "
          "CRLs and other collateral go to --collateral");
}

Result<Answer> verify(const Request& request, std::string_view format) {
  AH_ASSIGN(const Format* chosen, choose_format(request.evidence, format));
  if (request.cache != nullptr) return Answer{chosen, chosen->verify(request)};
  crypto::CertificateCache own;  // a path is found by its signatures, and proven by them again
  Request with_own = request;
  with_own.cache = &own;
  return Answer{chosen, chosen->verify(with_own)};
}

}  // namespace anchorhold::verifier
