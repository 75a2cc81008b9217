#pragma once
// Anchorhold's public verifier: bytes in, a judgement out. It does no I/O, reads no clock and no
// environment, starts no thread and throws only std::bad_alloc. Everything a judgement rests on is
// a parameter.

#include <cstdint>
#include <memory>
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

// CheckResult: one check and how it came out. `outcome` is "pass", "fail", "not run" or "not
// applicable".
struct CheckResult {
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
  std::vector<CheckResult> checks;
  std::string error;   // set when an argument or the bytes could not be read at all
  std::string format;  // what the evidence is, in words
  std::string claims;  // what authentic evidence says, as JSON; empty when it is not authentic
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

// File: bytes with what they are called. `role` says what they are where the bytes cannot show it
// themselves ("quote_sig"); empty: told from the content.
struct File {
  std::string name;
  std::string role;
  std::vector<std::uint8_t> bytes;
};

// EvidenceDemands: what evidence must show, and what its judgement may rest on. Without a policy or
// a contract the verdict is at best unproven: authentic, but of nothing that the caller said it
// would believe. Nothing is ever fetched: certificates, revocation lists, TCB infos and logs are
// collateral that the caller gives, in any order.
struct EvidenceDemands {
  std::string policy;    // TOML or JSON, see docs/policy.md
  std::string contract;  // or the text of a sealed contract
  std::vector<File> collateral;
  std::vector<File> anchors;  // certificates and keys trusted beside the vendors' roots
  std::vector<std::string> software_roots;  // SHA-256 digests in hexadecimal
  // Hexadecimal; each is demanded when not empty.
  std::string nonce;
  std::string user_data;
  std::string public_key;
  std::string report_data;
  std::string format;        // by name; empty: told from the content
  std::int64_t at_ms = 0;    // the time to judge at, milliseconds since 1970 UTC
  bool require_crl = false;  // refuse certificates for which no revocation list was given, where
                             // lists are optional: SEV-SNP, TPM, NVIDIA
};

// EvidenceCache: what one verification leaves for the next: how certificates and collateral read,
// and which of their signatures were proven. It changes no judgement: dates, revocation and trust
// are judged anew, and no signature of evidence itself is remembered. Its size is bounded. Use it
// from one thread at a time; one that was moved from remembers nothing.
class EvidenceCache {
 public:
  EvidenceCache();
  EvidenceCache(EvidenceCache&&) noexcept;
  EvidenceCache& operator=(EvidenceCache&&) noexcept;
  ~EvidenceCache();

 private:
  friend Judgement verify_evidence(std::span<const std::uint8_t> evidence,
                                   const EvidenceDemands& demands, EvidenceCache* cache);
  struct State;
  std::unique_ptr<State> state_;
};

// verify_evidence: proves what the vendor's rules demand of evidence of any TEE: signatures, chains
// to the vendor's compiled-in root, validity, revocation and collateral at `at_ms`, bindings
// between its parts; and with a policy or contract that it is what that names. At most 1 MiB of
// evidence. A `cache` makes the next one faster.
Judgement verify_evidence(std::span<const std::uint8_t> evidence, const EvidenceDemands& demands,
                          EvidenceCache* cache = nullptr);

// BundleDemands: what the caller trusts, in the place of what the bundle's maker chose.
struct BundleDemands {
  std::string policy;    // TOML or JSON
  std::string contract;  // or the text of a sealed contract
  std::vector<File> anchors;
  std::vector<std::string> software_roots;  // SHA-256 digests in hexadecimal
  bool require_crl = false;                 // as of EvidenceDemands; the bundle's own demand stays
};

// verify_bundle: judges an evidence bundle (see docs/verify.md) again, as of its own time. A
// bundle's policy and anchors were chosen by whoever made it: without a policy or contract of the
// caller's the verdict is at best unproven, and the error is set when the bundle's own judgement
// does not come out as it is recorded there. With one, what the caller trusts takes the place of
// all that the bundle trusts; anchors or software roots alone are an error.
Judgement verify_bundle(std::string_view bundle, const BundleDemands& demands);

}  // namespace anchorhold
