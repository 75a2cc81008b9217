#pragma once
// Outputs that wait for approval: encrypted once more under a key that only enough approvers
// together give back.

#include <map>
#include <set>
#include <string>

#include "age/recipient.h"
#include "base/io.h"
#include "contract/contract.h"
#include "receipt/body.h"

namespace anchorhold::receipt {

// WrappedOutput: what leaves in the place of the output's own ciphertext.
struct WrappedOutput {
  Bytes ciphertext;                     // an age file around the age file for the recipients
  std::map<std::string, Bytes> shares;  // approver -> age file with that approver's share
  std::vector<Share> commitments;
};

// wrap_output: encrypts `inner` (an age file already) to a fresh identity and splits that identity
// among the approvers of `rule`, each share encrypted to its approver.
Result<WrappedOutput> wrap_output(ByteView inner, const contract::Contract& contract,
                                  const contract::ApproveRule& rule, Random& random);

// OpenedShare: one approver's share in the clear.
struct OpenedShare {
  uint8_t number = 0;
  SecretBytes share;
};

// open_share: decrypts a share file and holds it against the receipt's commitment for `approver`.
Result<OpenedShare> open_share(std::string_view object, ByteView file,
                               std::span<const age::Identity> identities, const MadeOutput& output,
                               std::string_view approver);

// seal_share: the share again, encrypted to the output's recipients: what an approver hands out.
Result<Bytes> seal_share(const OpenedShare& share, std::span<const age::Recipient> recipients,
                         Random& random);

// unwrap_output: the inner age file, from enough opened shares. denied when they do not give the
// key.
Result<Bytes> unwrap_output(std::string_view object, ByteView ciphertext,
                            const std::vector<OpenedShare>& shares);

// recipients_of: the age recipients of these parties.
Result<std::vector<age::Recipient>> recipients_of(const contract::Contract& contract,
                                                  const std::set<std::string>& parties);

}  // namespace anchorhold::receipt
