#include "receipt/wrapped_output.h"

#include "age/decrypt.h"
#include "age/encrypt.h"
#include "receipt/shares.h"

namespace anchorhold::receipt {

namespace {

constexpr size_t kMaxShareBytes = 4096;

Result<Bytes> encrypt_bytes(ByteView plain, std::span<const age::Recipient> recipients,
                            Random& random) {
  MemorySource source(plain);
  MemorySink sink;
  AH_TRY(age::encrypt(source, sink, recipients, random));
  return sink.take();
}

// A share file's plaintext: the number, then the share.
SecretBytes share_plaintext(uint8_t number, ByteView share) {
  SecretBytes plain(1 + share.size());
  plain.fill()[0] = number;
  std::copy(share.begin(), share.end(), plain.fill().begin() + 1);
  return plain;
}

}  // namespace

Result<std::vector<age::Recipient>> recipients_of(const contract::Contract& contract,
                                                  const std::set<std::string>& parties) {
  std::vector<age::Recipient> recipients;
  for (const std::string& name : parties) {
    const contract::Party* party = contract.find_party(name);
    if (party == nullptr || party->recipient.empty()) {
      return Error{Code::not_found, "party " + name, "has no recipient key in the contract"};
    }
    AH_ASSIGN(age::Recipient recipient, age::Recipient::parse(party->recipient));
    recipients.push_back(recipient);
  }
  return recipients;
}

Result<WrappedOutput> wrap_output(ByteView inner, const contract::Contract& contract,
                                  const contract::ApproveRule& rule, Random& random) {
  AH_ASSIGN(const age::Identity key, age::Identity::generate(random));
  WrappedOutput out;
  AH_ASSIGN(out.ciphertext, encrypt_bytes(inner, {&key.recipient(), 1}, random));
  AH_ASSIGN(const Shares shares,
            split(key.to_secret_text().view(), static_cast<uint8_t>(rule.at_least),
                  static_cast<uint8_t>(rule.by.size()), random));
  auto share = shares.begin();
  for (const std::string& approver : rule.by) {
    AH_ASSIGN(const auto recipients, recipients_of(contract, {approver}));
    const auto& [number, bytes] = *share++;
    AH_ASSIGN(out.shares[approver],
              encrypt_bytes(share_plaintext(number, bytes.view()).view(), recipients, random));
    out.commitments.push_back({approver, share_commitment(number, bytes.view())});
  }
  return out;
}

Result<OpenedShare> open_share(std::string_view object, ByteView file,
                               std::span<const age::Identity> identities, const MadeOutput& output,
                               std::string_view approver) {
  MemorySource source(file);
  MemorySink sink;
  if (file.size() > kMaxShareBytes)
    return Error{Code::limit_exceeded, std::string(object), "too large for a share"};
  AH_TRY(age::decrypt(source, sink, identities));
  Bytes plain = sink.take();
  if (plain.size() < 2) return Error{Code::malformed, std::string(object), "not a share"};
  OpenedShare opened{plain[0], SecretBytes::copy_of(ByteView(plain).subspan(1))};
  wipe(plain);
  const Digest256 commitment = share_commitment(opened.number, opened.share.view());
  for (const Share& share : output.shares) {
    if (share.approver == approver && share.commitment == commitment) return opened;
  }
  return Error{Code::denied, std::string(object),
               "not the share that the enclave made for " + std::string(approver)}
      .advise("ask the host for the share of this run and output");
}

Result<Bytes> seal_share(const OpenedShare& share, std::span<const age::Recipient> recipients,
                         Random& random) {
  return encrypt_bytes(share_plaintext(share.number, share.share.view()).view(), recipients,
                       random);
}

Result<Bytes> unwrap_output(std::string_view object, ByteView ciphertext,
                            const std::vector<OpenedShare>& shares) {
  Shares given;
  for (const OpenedShare& share : shares)
    given.insert_or_assign(share.number, share.share.duplicate());
  AH_ASSIGN(const SecretBytes text, combine(given));
  const Error denied =
      Error{Code::denied, std::string(object), "the approvals given do not open it"}.advise(
          "collect approvals until the contract's quorum is reached");
  auto key = age::Identity::parse(text_of(text.view()));
  if (!key.ok()) return denied;
  MemorySource source(ciphertext);
  MemorySink sink;
  if (!age::decrypt(source, sink, {&*key, 1}).ok()) return denied;
  return sink.take();
}

}  // namespace anchorhold::receipt
