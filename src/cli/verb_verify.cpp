// `anchorhold verify`: receipts and attestation documents, offline, every finding in words.

#include <CLI/CLI.hpp>

#include "api/bundle.h"
#include "api/demands.h"
#include "base/hex.h"
#include "claims/findings_json.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/verbs.h"
#include "cli/verify_evidence.h"
#include "cli/verify_options.h"
#include "contract/party_file.h"
#include "crypto/jwt.h"
#include "receipt/verify.h"
#include "verifier/format.h"

namespace anchorhold::cli {

namespace {

struct VerifyOptions {
  std::string file;
  std::string contract_digest;
  std::vector<std::string> parties;
  EvidenceOptions evidence;
};

Result<receipt::Pins> read_pins(const VerifyOptions& options) {
  receipt::Pins pins;
  if (!options.contract_digest.empty()) {
    AH_ASSIGN(pins.contract, fixed_from_hex<48>("--contract-digest", options.contract_digest));
  }
  if (!options.evidence.contract.empty()) {
    AH_ASSIGN(const Bytes text, read_document(options.evidence.contract));
    AH_ASSIGN(const contract::SealedContract sealed,
              contract::parse_sealed(options.evidence.contract, text_of(text)));
    if (pins.contract && *pins.contract != sealed.digest) {
      return Error{Code::invalid_argument, "--contract",
                   "is not the contract of --contract-digest"};
    }
    pins.contract = sealed.digest;
  }
  for (const std::string& path : options.parties) {
    AH_ASSIGN(const Bytes text, read_document(path));
    AH_ASSIGN(const contract::PartyFile party, contract::parse_party_file(path, text_of(text)));
    pins.parties.push_back(party.signing_key);
  }
  AH_ASSIGN(pins.software_roots, api::roots_of("--software-root", options.evidence.software_roots));
  return pins;
}

std::string summary(const receipt::Body& body) {
  std::string text = "run " + body.run + " in " + body.instance;
  for (const auto& [name, input] : body.inputs) {
    text += "\n  in   " + name;
    text += input.sha256 ? "  sha256:" + to_hex(*input.sha256)
                         : "  on demand, head sha256:" + to_hex(*input.head_sha256);
  }
  for (const auto& [name, output] : body.outputs) {
    text += "\n  out  " + name + "  sha256:" + to_hex(output.sha256);
    if (!output.shares.empty()) text += "  (waits for approval)";
  }
  return text + "\n  from " + format_time(body.started) + " to " + format_time(body.finished) +
         " by the enclave's clock";
}

Status verify_receipt_file(Context& context, const VerifyOptions& options, std::string_view text) {
  AH_ASSIGN(const receipt::Pins pins, read_pins(options));
  AH_ASSIGN(const receipt::Verification result, receipt::verify_receipt(options.file, text, pins));
  const std::string verdict(receipt::verdict_name(result.verdict));
  if (context.json) {
    json::Value out =
        json::Value::object({{"verdict", verdict}, {"findings", findings_json(result.findings)}});
    if (result.body) out.set("body", receipt::encode_body(*result.body));
    context.print_json(out);
  } else {
    context.print_findings(result.findings);
    if (result.body && result.verdict != receipt::Verdict::rejected)
      context.print(summary(*result.body));
    context.print(options.file + ": " + verdict);
  }
  if (result.verdict == receipt::Verdict::unproven) {
    context.note("anchorhold: hint: pin what you trust: --contract, --contract-digest or --party");
  }
  context.finish(result.verdict == receipt::Verdict::accepted   ? Exit::ok
                 : result.verdict == receipt::Verdict::unproven ? Exit::unproven
                                                                : Exit::rejected);
  return {};
}

// What a file is shows in its first bytes: bundles, receipts and some evidence are JSON objects,
// attestation results are tokens, and all else is evidence.
FileKind kind_of(ByteView bytes, const std::string& format) {
  const std::string_view text = text_of(bytes);
  if (api::looks_like_bundle(text)) return FileKind::bundle;
  if (crypto::looks_like_jwt(text)) return FileKind::result;
  if (!format.empty() || verifier::recognise(bytes) != nullptr) return FileKind::evidence;
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool object = first != std::string_view::npos && text[first] == '{';
  return object ? FileKind::receipt : FileKind::evidence;
}

Status verify_file(Context& context, const CLI::App& verb, const VerifyOptions& options) {
  AH_ASSIGN(const Bytes bytes, read_document(options.file));
  const FileKind kind = kind_of(bytes, options.evidence.format);
  AH_TRY(check_options(verb, kind));
  switch (kind) {
    case FileKind::bundle:
      return verify_bundle(context, options.file, text_of(bytes), options.evidence);
    case FileKind::result:
      return verify_result(context, options.file, text_of(bytes), options.evidence);
    case FileKind::receipt:
      return verify_receipt_file(context, options, text_of(bytes));
    case FileKind::evidence:
      break;
  }
  return verify_evidence(context, options.file, bytes, options.evidence);
}

void add_trust_options(CLI::App& verb, VerifyOptions& options) {
  EvidenceOptions& evidence = options.evidence;
  verb.add_option("--policy", evidence.policy, "what you accept: TOML or JSON (evidence)");
  verb.add_option("--contract", evidence.contract, "pin: the contract that you hold");
  verb.add_option("--contract-digest", options.contract_digest,
                  "pin: its digest, 96 hexadecimal digits (receipts)");
  verb.add_option("--party", options.parties,
                  "pin: NAME.party.json of a party that you trust (receipts; repeatable)")
      ->allow_extra_args(false);
  verb.add_option("--anchor", evidence.anchors,
                  "anchor: a certificate or public key that you trust (repeatable)")
      ->allow_extra_args(false);
  verb.add_option("--software-root", evidence.software_roots,
                  "anchor: a software root's digest (repeatable)")
      ->allow_extra_args(false);
  verb.add_option("--collateral", evidence.collateral,
                  "a file or folder of certificates, revocation lists, TCB infos, logs and the "
                  "like, told by content; ROLE=FILE where content cannot tell (repeatable)")
      ->allow_extra_args(false);
}

void add_demand_options(CLI::App& verb, EvidenceOptions& evidence) {
  verb.add_option("--nonce", evidence.nonce, "demand this nonce, hexadecimal");
  verb.add_option("--user-data", evidence.user_data, "demand this user data, hexadecimal");
  verb.add_option("--report-data", evidence.report_data, "demand this report data, hexadecimal");
  verb.add_option("--public-key", evidence.public_key, "demand the public key in this file");
  verb.add_option("--at", evidence.at, "judge at this time, RFC 3339 (default: now)");
  verb.add_option("--challenged", evidence.challenged,
                  "when you issued the nonce, RFC 3339: age counts from here");
  verb.add_option("--format", evidence.format,
                  "the evidence's format (default: told by content); bundle: a bundle is meant");
  verb.add_flag("--insecure-sha1", evidence.insecure_sha1,
                "take TPM signatures over SHA-1: they can be forged");
  verb.add_flag("--insecure-keystone-test-key", evidence.insecure_keystone_test_key,
                "take the published Keystone device key: everybody can sign with it");
  verb.add_flag("--require-crl", evidence.require_crl,
                "refuse certificates for which no revocation list was given (SNP, TPM, NVIDIA)");
}

void add_result_options(CLI::App& verb, EvidenceOptions& evidence) {
  verb.add_flag("--explain", evidence.explain, "say what each check is for");
  verb.add_option("--what-if", evidence.what_if, "also say what this policy would have decided");
  verb.add_option("--bundle", evidence.bundle,
                  "write evidence, collateral, policy and result to one file");
  verb.add_option("--ear", evidence.ear, "write the result as a signed EAR token");
  verb.add_option("--ear-key", evidence.ear_key,
                  "key that signs it (PKCS #8 PEM); to verify a token, its public key");
  verb.add_option("--ear-profile", evidence.ear_profile, "ietf (default) or veraison");
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* verb = app.add_subcommand(
      "verify", "verify evidence of any TEE, a bundle, an EAR or a receipt, offline");
  verb->add_option("file", options->file,
                   "what to verify (- for stdin); its kind is told by content")
      ->required();
  add_trust_options(*verb, *options);
  add_demand_options(*verb, options->evidence);
  add_result_options(*verb, options->evidence);
  verb->callback([&context, verb, options] {
    context.run([&] { return verify_file(context, *verb, *options); });
  });
}

}  // namespace anchorhold::cli
