#include "contract/release.h"

#include <algorithm>

#include "contract/names.h"
#include "contract/statement.h"
#include "crypto/hash.h"

namespace anchorhold::contract {

namespace {

constexpr std::string_view kReleaseFormat = "anchorhold release v1";
constexpr std::string_view kCommitmentDomain = "anchorhold release identity v1";
constexpr std::string_view kStatementLine = "# anchorhold release: ";
constexpr std::string_view kIdentityPrefix = "AGE-SECRET-KEY-1";
constexpr size_t kMaxIdentityBytes = 128;
constexpr size_t kMaxNonceBytes = 256;
constexpr size_t kMaxCheckpointBytes = 16 << 10;

Digest256 commit(const Digest256& salt, ByteView identity) {
  return crypto::sha256({bytes_of(kCommitmentDomain), salt, identity});
}

// One line of the characters that an age identity has, so that it cannot break the resource it is
// put into.
bool is_identity(ByteView identity) {
  return identity.size() <= kMaxIdentityBytes && text_of(identity).starts_with(kIdentityPrefix) &&
         std::all_of(identity.begin(), identity.end(), [](uint8_t c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
         });
}

json::Value body_of(const Release& release) {
  return json::Value::object({{"format", kReleaseFormat},
                              {"contract", to_hex(release.contract)},
                              {"input", release.input},
                              {"tee_key", to_hex(release.tee_key)},
                              {"nonce", release.nonce},
                              {"ciphertext_sha256", to_hex(release.ciphertext_sha256)},
                              {"ciphertext_bytes", release.ciphertext_bytes},
                              {"head_sha256", to_hex(release.head_sha256)},
                              {"budget_index", release.budget_index},
                              {"checkpoint", release.checkpoint},
                              {"leaf_index", release.leaf_index},
                              {"identity_salt", to_hex(release.identity_salt)},
                              {"identity_commitment", to_hex(release.identity_commitment)}});
}

Result<uint64_t> count(json::Fields& fields, std::string_view key, int64_t min) {
  AH_ASSIGN(const int64_t value, fields.integer(key, min, json::kMaxInteger));
  return static_cast<uint64_t>(value);
}

Result<Release> read_release(std::string owner, const json::Value& body) {
  json::Fields fields("release", body);
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kReleaseFormat) {
    return Error{Code::unsupported, "release.format", "not a release that this version reads"}.saw(
        printable(format));
  }
  Release release;
  release.owner = std::move(owner);
  AH_ASSIGN(release.contract, fields.hex<48>("contract"));
  AH_ASSIGN(release.input, fields.text("input"));
  AH_TRY(check_name("release.input", release.input));
  AH_ASSIGN(release.tee_key, fields.hex<32>("tee_key"));
  AH_ASSIGN(release.nonce, fields.text("nonce"));
  AH_TRY(check_text("release.nonce", release.nonce, kMaxNonceBytes));
  AH_ASSIGN(release.ciphertext_sha256, fields.hex<32>("ciphertext_sha256"));
  AH_ASSIGN(release.ciphertext_bytes, count(fields, "ciphertext_bytes", 0));
  AH_ASSIGN(release.head_sha256, fields.hex<32>("head_sha256"));
  AH_ASSIGN(release.budget_index, count(fields, "budget_index", 1));
  AH_ASSIGN(release.checkpoint, fields.text("checkpoint"));
  if (release.checkpoint.size() > kMaxCheckpointBytes) {
    return Error{Code::limit_exceeded, "release.checkpoint", "too long"}.want("at most 16 KiB");
  }
  AH_ASSIGN(release.leaf_index, count(fields, "leaf_index", 0));
  AH_ASSIGN(release.identity_salt, fields.hex<32>("identity_salt"));
  AH_ASSIGN(release.identity_commitment, fields.hex<32>("identity_commitment"));
  AH_TRY(fields.finish());
  return release;
}

Error other_than(std::string member, std::string want, std::string saw) {
  return Error{Code::denied, "release." + std::move(member), "does not answer what was asked"}
      .want(std::move(want))
      .saw(std::move(saw))
      .advise("the host may have answered in the owner's place: nothing of it is used");
}

// The statement against the contract that everyone signed.
Status check_against_contract(const Contract& contract, const Digest384& digest,
                              const Release& release) {
  if (release.contract != digest)
    return other_than("contract", to_hex(digest), to_hex(release.contract));
  const auto input = contract.inputs.find(release.input);
  if (input == contract.inputs.end())
    return other_than("input", "an input of the contract", release.input);
  if (input->second.owner != release.owner) {
    return Error{Code::denied, "release", "signed by a party that does not own the input"}
        .want(input->second.owner)
        .saw(release.owner);
  }
  if (input->second.sha256 && *input->second.sha256 != release.ciphertext_sha256) {
    return other_than("ciphertext_sha256", to_hex(*input->second.sha256),
                      to_hex(release.ciphertext_sha256));
  }
  if (release.budget_index > static_cast<uint64_t>(contract.budget_runs)) {
    return other_than("budget_index", "at most " + std::to_string(contract.budget_runs),
                      std::to_string(release.budget_index));
  }
  return {};
}

}  // namespace

Result<std::string> make_release(Release release, ByteView identity, const crypto::PrivateKey& key,
                                 Random& random) {
  if (!is_identity(identity)) {
    return Error{Code::invalid_argument, "release",
                 "the identity is not an age identity of one line"};
  }
  AH_TRY(random.fill(release.identity_salt));
  release.identity_commitment = commit(release.identity_salt, identity);
  const json::Value body = body_of(release);
  AH_TRY(read_release(release.owner, body));
  return sign_statement(body, kReleaseType, release.owner, key);
}

SecretBytes release_resource(std::string_view statement, ByteView identity) {
  SecretBytes resource(kStatementLine.size() + statement.size() + identity.size() + 2);
  auto out = resource.fill().begin();
  const auto put = [&](ByteView part) { out = std::copy(part.begin(), part.end(), out); };
  put(bytes_of(kStatementLine));
  put(bytes_of(statement));
  put(bytes_of("\n"));
  put(identity);
  put(bytes_of("\n"));
  return resource;
}

Result<ReleaseResource> split_release_resource(ByteView resource) {
  const std::string_view text = text_of(resource);
  const size_t line_end = text.find('\n');
  if (!text.starts_with(kStatementLine) || line_end == std::string_view::npos ||
      text.back() != '\n') {
    return Error{Code::malformed, "released resource", "not a release statement and an identity"};
  }
  const std::string_view statement =
      text.substr(kStatementLine.size(), line_end - kStatementLine.size());
  const ByteView rest = resource.subspan(line_end + 1);
  if (rest.empty() || !is_identity(rest.first(rest.size() - 1))) {
    return Error{Code::malformed, "released resource", "the second line is not an age identity"};
  }
  return ReleaseResource{std::string(statement), SecretBytes::copy_of(rest.first(rest.size() - 1))};
}

Result<Release> verify_release_statement(const Contract& contract, const Digest384& digest,
                                         std::string_view statement) {
  AH_ASSIGN(auto verified, verify_statement(contract, kReleaseType, statement, release_key_of));
  AH_ASSIGN(Release release, read_release(std::move(verified.signer), verified.body));
  AH_TRY(check_against_contract(contract, digest, release));
  return release;
}

Result<Release> verify_release(const Contract& contract, const ReleaseRequest& request,
                               const ReleaseResource& resource) {
  AH_ASSIGN(Release release,
            verify_release_statement(contract, request.contract, resource.statement));
  if (release.input != request.input) return other_than("input", request.input, release.input);
  if (release.tee_key != request.tee_key) {
    return other_than("tee_key", to_hex(request.tee_key), to_hex(release.tee_key));
  }
  if (release.nonce != request.nonce) return other_than("nonce", request.nonce, release.nonce);
  const Digest256 commitment = commit(release.identity_salt, resource.identity.view());
  if (!ct_equal(commitment, release.identity_commitment)) {
    return Error{Code::denied, "release.identity_commitment",
                 "the key that came with it is not the one it was signed for"};
  }
  return release;
}

}  // namespace anchorhold::contract
