// `verify` for attestation results.

#include "appraise/ear.h"
#include "base/hex.h"
#include "claims/findings_json.h"
#include "cli/files.h"
#include "cli/verify_evidence.h"
#include "codec/pem.h"
#include "os/clock.h"

namespace anchorhold::cli {
namespace {

// A public key in PEM, or in the text form of party files.
Result<crypto::PublicKey> read_verifier_key(const std::string& path) {
  AH_ASSIGN(const Bytes text, read_document(path));
  const auto spki = pem::decode(path, "PUBLIC KEY", text_of(text));
  if (spki.ok()) return crypto::PublicKey::from_spki(path, *spki);
  std::string_view line = text_of(text);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return crypto::PublicKey::from_text(path, line);
}

}  // namespace

Status verify_result(Context& context, const std::string& name, std::string_view token,
                     const EvidenceOptions& options) {
  if (options.ear_key.empty()) {
    return Error{Code::invalid_argument, name,
                 "an attestation result is worth what its verifier is"}
        .advise("name the public key of the verifier that you trust with --ear-key");
  }
  AH_ASSIGN(const crypto::PublicKey key, read_verifier_key(options.ear_key));
  std::optional<Bytes> nonce;
  if (!options.nonce.empty()) {
    AH_ASSIGN(nonce, from_hex("--nonce", options.nonce));
  }
  Time at = os::now();
  if (!options.at.empty()) {
    AH_ASSIGN(at, parse_time("--at", options.at));
  }
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.remove_suffix(1);
  const appraise::EarVerification result = appraise::verify_ear(token, key, nonce, at);
  const bool accepted = result.findings.accepted();
  if (context.json) {
    context.print_json(json::Value::object({{"verdict", accepted ? "accepted" : "rejected"},
                                            {"findings", findings_json(result.findings)}}));
  } else {
    context.print("Attestation result" + (result.ear ? " of " + result.ear->verifier + ", issued " +
                                                           format_time(result.ear->issued)
                                                     : std::string()));
    context.print_findings(result.findings);
    context.print(name + ": " + (accepted ? "accepted" : "rejected"));
  }
  context.finish(accepted ? Exit::ok : Exit::rejected);
  return {};
}

}  // namespace anchorhold::cli
