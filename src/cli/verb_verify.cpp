// `anchorhold verify`: receipts and attestation documents, offline, every finding in words.

#include <CLI/CLI.hpp>

#include "api/judgement.h"
#include "base/hex.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/verbs.h"
#include "cli/verify_evidence.h"
#include "contract/party_file.h"
#include "receipt/verify.h"

namespace anchorhold::cli {

namespace {

struct VerifyOptions {
  std::string file;
  std::string contract_digest;
  std::string contract;
  std::vector<std::string> parties;
  std::vector<std::string> software_roots;
  std::string nonce;
  std::string at;
};

Result<receipt::Pins> read_pins(const VerifyOptions& options) {
  receipt::Pins pins;
  if (!options.contract_digest.empty()) {
    AH_ASSIGN(pins.contract, fixed_from_hex<48>("--contract-digest", options.contract_digest));
  }
  if (!options.contract.empty()) {
    AH_ASSIGN(const Bytes text, read_document(options.contract));
    AH_ASSIGN(const contract::SealedContract sealed,
              contract::parse_sealed(options.contract, text_of(text)));
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
  AH_ASSIGN(pins.software_roots, api::roots_of("--software-root", options.software_roots));
  return pins;
}

std::string summary(const receipt::Body& body) {
  std::string text = "run " + body.run + " in " + body.instance;
  for (const auto& [name, input] : body.inputs)
    text += "\n  in   " + name + "  sha256:" + to_hex(input.sha256);
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

Status verify_file(Context& context, const VerifyOptions& options) {
  AH_ASSIGN(const Bytes bytes, read_document(options.file));
  // A receipt is JSON; an attestation document is CBOR and begins with another byte than '{' or
  // white space.
  const size_t first = text_of(bytes).find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] == '{') {
    return verify_receipt_file(context, options, text_of(bytes));
  }
  EvidenceDemands demands;
  AH_ASSIGN(demands.software_roots, api::roots_of("--software-root", options.software_roots));
  demands.contract = options.contract;
  demands.nonce = options.nonce;
  if (!options.at.empty()) {
    AH_ASSIGN(demands.at, parse_time("--at", options.at));
  }
  return verify_evidence(context, options.file, bytes, demands);
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* verb =
      app.add_subcommand("verify", "verify a receipt or an attestation document, offline");
  verb->add_option("file", options->file, "receipt.json, or an attestation document (- for stdin)")
      ->required();
  verb->add_option("--contract", options->contract, "pin: the contract that you hold");
  verb->add_option("--contract-digest", options->contract_digest,
                   "pin: its digest, 96 hexadecimal digits");
  verb->add_option("--party", options->parties,
                   "pin: NAME.party.json of a party that you trust (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("--software-root", options->software_roots,
                   "anchor: a software root's digest (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("--nonce", options->nonce,
                   "demand this nonce, hexadecimal (attestation documents)");
  verb->add_option("--at", options->at,
                   "judge at this time, RFC 3339 (attestation documents; default: now)");
  verb->callback(
      [&context, options] { context.run([&] { return verify_file(context, *options); }); });
}

}  // namespace anchorhold::cli
