#include "evidence/tpm/verify.h"

#include <algorithm>

#include "base/hex.h"
#include "evidence/tpm/attester.h"
#include "evidence/tpm/checks.h"
#include "evidence/tpm/pcr_values.h"
#include "evidence/tpm/quote.h"

namespace anchorhold::tpm {
namespace {

// One quote and its signature, read.
struct ReadQuote {
  std::string subject;
  const QuoteParts* parts;
  Quote quote;
  std::optional<Signature> signature = {};
};

std::vector<ReadQuote> read_quotes(CheckRun& run, const QuoteInputs& inputs) {
  std::vector<ReadQuote> out;
  for (size_t i = 0; i < inputs.quotes.size(); ++i) {
    const QuoteParts& parts = inputs.quotes[i];
    const std::string subject =
        inputs.quotes.size() == 1 ? "quote" : "quote " + std::to_string(i + 1);
    auto quote = parse_quote(parts.message);
    if (!quote.ok()) {
      run.fail(quote_check, subject, quote.error().to_string());
      continue;
    }
    ReadQuote entry{.subject = subject, .parts = &parts, .quote = quote->claimed()};
    run.pass(quote_check, subject, "a quote of " + describe(entry.quote.selection));
    auto signature = parse_signature(parts.signature, inputs.form);
    if (signature.ok()) {
      run.pass(signature_form_check, subject, crypto::scheme_name(signature->scheme));
      entry.signature = std::move(signature).value();
    } else {
      run.fail(signature_form_check, subject, signature.error().to_string());
    }
    out.push_back(std::move(entry));
  }
  if (inputs.quotes.empty()) run.fail(quote_check, "quote", "no quote was given");
  return out;
}

void claim_quote(const Quote& quote, Claims& claims) {
  claims.format = "TPM 2.0 quote";
  claims.nonce = quote.extra_data;
  claims.vendor["nonce"] = quote.extra_data;
  claims.vendor["qualified_signer"] = quote.qualified_signer;
  claims.vendor["clock"] = quote.clock.clock;
  claims.vendor["reset_count"] = uint64_t{quote.clock.reset_count};
  claims.vendor["restart_count"] = uint64_t{quote.clock.restart_count};
  claims.vendor["safe"] = uint64_t{quote.clock.safe ? 1U : 0U};
  if (!quote.clock.safe) claims.cautions.insert("unsafe-clock");
  claims.vendor["firmware_version"] = quote.firmware_version;
}

bool same_boot(const Quote& a, const Quote& b) {
  return a.extra_data == b.extra_data && a.qualified_signer == b.qualified_signer &&
         a.firmware_version == b.firmware_version && a.clock.reset_count == b.clock.reset_count &&
         a.clock.restart_count == b.clock.restart_count;
}

void judge_same_boot(CheckRun& run, const std::vector<ReadQuote>& quotes) {
  if (quotes.size() == 1) {
    run.not_applicable(same_boot_check, "there is one quote");
    return;
  }
  const auto other = std::ranges::find_if(
      quotes, [&](const ReadQuote& q) { return !same_boot(q.quote, quotes.front().quote); });
  if (other == quotes.end()) {
    run.pass(same_boot_check, "quotes", std::to_string(quotes.size()) + " quotes agree");
  } else {
    run.fail(same_boot_check, other->subject, "differs from " + quotes.front().subject);
  }
}

// A scheme's salt length is this program's reading, not the TPM's statement.
bool same_scheme(const crypto::SignatureScheme& a, const crypto::SignatureScheme& b) {
  return a.kind == b.kind && a.hash == b.hash;
}

void judge_signature(CheckRun& run, const ReadQuote& entry, const AttestationKey& key,
                     bool allow_sha1) {
  if (!entry.signature) return;
  const crypto::SignatureScheme scheme = entry.signature->scheme;
  const std::string name = crypto::scheme_name(scheme);
  const bool sha1 = scheme.hash == crypto::HashKind::sha1;
  if (key.area && key.area->scheme && !same_scheme(*key.area->scheme, scheme)) {
    run.fail(scheme_check, entry.subject,
             name + ", but the key signs with " + crypto::scheme_name(*key.area->scheme));
  } else if (sha1 && !allow_sha1) {
    run.fail(scheme_check, entry.subject, name + ": SHA-1 is not allowed");
  } else {
    run.pass(scheme_check, entry.subject, name + (sha1 ? ", allowed as insecure" : ""));
  }
  const auto value = signature_value(*entry.signature, key.key);
  if (!value.ok()) {
    run.fail(signature_check, entry.subject, value.error().to_string());
  } else if (crypto::verify(key.key, scheme, entry.parts->message, *value)) {
    run.pass(signature_check, entry.subject, "holds");
  } else {
    run.fail(signature_check, entry.subject, "is not this key's over these bytes");
  }
}

void claim_registers(const PcrSelection& selection, const PcrValues& values, Claims& claims) {
  for (const BankSelection& entry : selection) {
    for (const unsigned index : entry.registers) {
      const auto found = values.find({entry.bank, index});
      if (found == values.end()) continue;
      const std::string name = register_name(entry.bank, index);
      claims.measurements[name] = found->second;
      claims.vendor[name] = found->second;
    }
  }
}

void judge_registers(CheckRun& run, const ReadQuote& entry, Claims& claims) {
  const PcrSelection& selection = entry.quote.selection;
  if (count_registers(selection) == 0) {
    run.fail(selection_check, entry.subject, "the quote covers no register");
    return;
  }
  run.pass(selection_check, entry.subject, describe(selection));
  if (!entry.parts->pcrs) {
    for (const Check* check : {&pcr_form_check, &coverage_check, &pcr_digest_check}) {
      run.not_applicable(*check, "no register values were given");
    }
    return;
  }
  const auto values = read_pcr_values("PCR values", *entry.parts->pcrs, selection);
  if (!values.ok()) {
    run.fail(pcr_form_check, entry.subject, values.error().to_string());
    return;
  }
  run.pass(pcr_form_check, entry.subject, std::to_string(values->size()) + " values");
  claim_registers(selection, *values, claims);
  const Status coverage = check_coverage(*values, selection);
  run.judge(coverage_check, entry.subject, coverage, "the values of the quoted registers");
  if (!coverage.ok() || !entry.signature) return;
  const crypto::HashKind hash = entry.signature->scheme.hash;
  const Bytes digest = pcr_digest(hash, selection, *values);
  if (digest == entry.quote.pcr_digest) {
    run.pass(pcr_digest_check, entry.subject, to_hex(digest));
  } else {
    run.fail(pcr_digest_check, entry.subject,
             "the values hash to " + to_hex(digest) + ", the quote has " +
                 to_hex(entry.quote.pcr_digest));
  }
}

}  // namespace

Verification verify_quotes(const QuoteInputs& inputs, std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache) {
  CheckRun run(quote_table());
  const std::vector<ReadQuote> quotes = read_quotes(run, inputs);
  if (quotes.empty()) return unreadable(std::move(run));
  Claims claims{.tee = TeeKind::tpm};
  claim_quote(quotes.back().quote, claims);
  const auto key = judge_key(run, inputs, cache, claims);
  if (key) {
    const TrustInputs trust{.certificates = inputs.certificates,
                            .crls = inputs.crls,
                            .given = given,
                            .at = at,
                            .require_crl = inputs.require_crl,
                            .cache = cache};
    judge_key_trust(run, *key, inputs, trust, claims);
    for (const ReadQuote& entry : quotes) {
      judge_signature(run, entry, *key, inputs.allow_insecure_sha1);
    }
  }
  judge_same_boot(run, quotes);
  for (const ReadQuote& entry : quotes) judge_registers(run, entry, claims);
  if (key && cache != nullptr && run.accepted()) remember_key(*key, inputs, *cache);
  return conclude(std::move(run), std::move(claims));
}

}  // namespace anchorhold::tpm
