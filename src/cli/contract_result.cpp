#include "cli/contract_result.h"

#include "age/decrypt.h"
#include "base/hex.h"
#include "cli/age_files.h"
#include "cli/approval_file.h"
#include "cli/files.h"
#include "contract/approval.h"
#include "crypto/hash.h"
#include "os/file.h"
#include "receipt/result_file.h"
#include "receipt/verify.h"
#include "receipt/wrapped_output.h"

namespace anchorhold::cli {

namespace {

constexpr size_t kMaxResultBytes = size_t{1} << 30;

struct Proven {
  contract::SealedContract sealed;
  receipt::Body body;
};

Result<Proven> prove(const ContractResult& wanted) {
  AH_ASSIGN(const Bytes contract_text, read_document(wanted.contract));
  AH_ASSIGN(contract::SealedContract sealed,
            contract::parse_sealed(wanted.contract, text_of(contract_text)));
  AH_ASSIGN(const Bytes receipt_text, read_document(wanted.receipt));
  receipt::Pins pins;
  pins.contract = sealed.digest;
  AH_ASSIGN(receipt::Verification proven,
            receipt::verify_receipt(wanted.receipt, text_of(receipt_text), pins));
  if (proven.verdict != receipt::Verdict::accepted) {
    const Finding* failure = proven.findings.first_failure();
    return Error{Code::denied, wanted.receipt, "not a receipt of this contract"}
        .saw(failure == nullptr ? "" : failure->check + ": " + failure->observed)
        .advise("`anchorhold verify " + wanted.receipt + " --contract " + wanted.contract +
                "` explains");
  }
  return Proven{std::move(sealed), std::move(*proven.body)};
}

Result<std::string> output_with(const receipt::Body& body, const std::string& path,
                                ByteView ciphertext) {
  const Digest256 digest = crypto::sha256(ciphertext);
  for (const auto& [name, made] : body.outputs) {
    if (made.sha256 == digest || made.preview_sha256 == digest) return name;
  }
  return Error{Code::denied, path, "not an output of this run"}
      .want("a file that the receipt names")
      .saw("sha256:" + to_hex(digest));
}

// The approvals must reach the quorum by signature; the shares inside them then give the key.
Result<Bytes> unwrap_approved(const ContractResult& wanted, const Proven& proven,
                              const std::string& output, ByteView ciphertext,
                              const std::vector<age::Identity>& identities) {
  const receipt::MadeOutput& made = proven.body.outputs.at(output);
  std::vector<contract::Approval> approvals;
  std::vector<receipt::OpenedShare> shares;
  for (const std::string& path : wanted.approvals) {
    AH_ASSIGN(const Bytes text, read_document(path));
    AH_ASSIGN(const ApprovalFile file, parse_approval_file(path, text_of(text)));
    AH_ASSIGN(
        contract::Approval approval,
        contract::verify_approval(proven.sealed.contract, proven.sealed.digest, file.statement));
    AH_ASSIGN(receipt::OpenedShare share,
              receipt::open_share(path, file.share, identities, made, approval.approver));
    approvals.push_back(std::move(approval));
    shares.push_back(std::move(share));
  }
  const contract::Approval expected{{}, proven.sealed.digest, proven.body.run, output, made.sha256};
  const Findings quorum = contract::check_quorum(proven.sealed.contract, expected, approvals);
  if (const Finding* failure = quorum.first_failure()) {
    return Error{Code::denied, "output " + output, "waits for approval"}
        .want(failure->expected)
        .saw(failure->observed)
        .advise("give each approval with --approval FILE");
  }
  return receipt::unwrap_output(wanted.ciphertext, ciphertext, shares);
}

}  // namespace

Status decrypt_contract_result(const ContractResult& wanted,
                               const std::vector<age::Identity>& identities) {
  AH_ASSIGN(const Proven proven, prove(wanted));
  AH_ASSIGN(Bytes ciphertext, os::read_file(wanted.ciphertext, kMaxResultBytes));
  AH_ASSIGN(const std::string name, output_with(proven.body, wanted.ciphertext, ciphertext));
  const receipt::MadeOutput& made = proven.body.outputs.at(name);
  if (!made.shares.empty() && crypto::sha256(ciphertext) == made.sha256) {
    AH_ASSIGN(ciphertext, unwrap_approved(wanted, proven, name, ciphertext, identities));
  }
  MemorySource source(ciphertext);
  MemorySink plain;
  AH_TRY(age::decrypt(source, plain, identities));
  AH_ASSIGN(const receipt::UnpackedResult result,
            receipt::unpack_result(wanted.ciphertext, plain.bytes()));
  if (result.head.run != proven.body.run || result.head.contract != proven.sealed.digest ||
      result.head.output != name) {
    return Error{Code::denied, wanted.ciphertext, "its content says that it is of another run"};
  }
  AH_ASSIGN(BulkOutput output, BulkOutput::open(wanted.output, 0600));
  AH_TRY(output.sink().write(result.content));
  return output.commit();
}

}  // namespace anchorhold::cli
