#pragma once
// Verification of a receipt, offline, against what the caller already trusts.

#include <optional>
#include <vector>

#include "base/finding.h"
#include "contract/sealed.h"
#include "evidence/nsm/anchor.h"
#include "receipt/receipt.h"

namespace anchorhold::receipt {

// Pins: what the caller trusts from elsewhere. A contract pinned here (by its digest, or as signed
// by a pinned key) brings the software roots that its parties signed; a root that only the receipt
// names is never an anchor.
struct Pins {
  std::optional<Digest384> contract;
  std::vector<crypto::PublicKey> parties;  // signing keys: each must have signed the contract
  std::vector<Digest256> software_roots;   // more anchors that the caller trusts
};

enum class Verdict : uint8_t {
  accepted,  // everything holds, and it hangs on the caller's pins
  unproven,  // everything agrees with itself, but nothing that was given proves where it comes from
  rejected,
};

std::string_view verdict_name(Verdict verdict);

// Verification: every check with its outcome. `body` and `contract` are what the receipt says;
// believe them only when the verdict is accepted.
struct Verification {
  Findings findings;
  Verdict verdict = Verdict::rejected;
  std::optional<Body> body;
  std::optional<contract::SealedContract> contract;
};

// verify_receipt: proves, when accepted: the pinned contract carries all required signatures; an
// enclave that this contract accepts, with this contract in register 16, signed exactly this body;
// every input was released by its owner to this enclave's key for this contract, with the
// ciphertext that the body names; every output is a declared one. It does not prove that the
// enclave's clock was right, nor that nothing else ran. The certificate chain is judged at the time
// in the evidence, which the enclave signed. Checks: receipt.contract, receipt.pin,
// receipt.evidence and nsm.*, appraise.*, receipt.statement, receipt.body.*, receipt.release.
Result<Verification> verify_receipt(std::string_view object, std::string_view text,
                                    const Pins& pins);

}  // namespace anchorhold::receipt
