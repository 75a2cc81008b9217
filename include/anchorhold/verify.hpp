#pragma once
// Anchorhold's public verifier: bytes in, a judgement out. It does no I/O, reads no clock and no
// environment, starts no thread and throws only std::bad_alloc. Everything a judgement rests on is
// a parameter.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anchorhold {

enum class Verdict : std::uint8_t {
  accepted,  // every required check passed, and it hangs on what the caller gave
  unproven,  // consistent, but nothing that the caller gave proves where it comes from, or no
             // contract was given
  rejected,  // a check failed or could not run, or the bytes could not be read (see error)
};

// Check: one check and how it came out. `outcome` is "pass", "fail", "not run" or "not applicable".
struct Check {
  std::string id;  // stable, like "nsm.chain.root"
  std::string outcome;
  std::string subject;
  std::string expected;
  std::string observed;
  std::string clause;  // the rule's source
  std::string advice;  // what to do when it failed
};

struct Judgement {
  Verdict verdict = Verdict::rejected;
  std::vector<Check> checks;
  std::string error;  // set when an argument or the bytes could not be read at all
};

// ReceiptPins: what the caller trusts from elsewhere. Without any of the first three a receipt is
// at best unproven.
struct ReceiptPins {
  std::string contract;              // the text of a sealed contract that the caller holds
  std::string contract_digest;       // 96 hexadecimal digits
  std::vector<std::string> parties;  // texts of NAME.party.json files: each must have signed
  std::vector<std::string>
      software_roots;  // SHA-256 digests in hexadecimal: more anchors that the caller trusts
};

// verify_receipt: proves, when accepted, that an enclave which the pinned contract accepts signed
// exactly this record of one run, on inputs that their owners released to it. See docs/formats.md,
// receipt. What it does not prove: that the enclave's clock was right, or that no other run took
// place.
Judgement verify_receipt(std::string_view receipt, const ReceiptPins& pins);

// EvidenceDemands: what evidence must show. Without a contract the verdict is at best unproven:
// authentic, but of nothing that the caller said it would believe.
struct EvidenceDemands {
  std::string contract;  // the text of a sealed contract
  std::vector<std::string>
      software_roots;      // SHA-256 digests in hexadecimal; the AWS Nitro root is always an anchor
  std::string nonce;       // hexadecimal; demanded when not empty
  std::int64_t at_ms = 0;  // the time to judge at, milliseconds since 1970 UTC
};

// verify_evidence: proves signature, certificate chain and validity at `at_ms` of an attestation
// document (AWS Nitro or software TEE), and with a contract that its registers are those that the
// contract names.
Judgement verify_evidence(std::span<const std::uint8_t> document, const EvidenceDemands& demands);

}  // namespace anchorhold
