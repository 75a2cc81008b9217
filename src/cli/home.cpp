#include "cli/home.h"

#include <algorithm>
#include <filesystem>

#include "contract/names.h"
#include "os/file.h"

namespace anchorhold::cli {

namespace {

constexpr const char* kPartyFile = "party.json";
constexpr const char* kSigningKey = "signing.key";
constexpr const char* kReleaseKey = "release.key";
constexpr const char* kRecipientKey = "recipient.key";
constexpr size_t kMaxKeyFileBytes = 64 << 10;

std::string parties_folder(const std::string& home) {
  return home + "/parties";
}

Result<SecretBytes> read_secret(const std::string& path) {
  AH_ASSIGN(Bytes bytes, os::read_file(path, kMaxKeyFileBytes));
  SecretBytes secret = SecretBytes::copy_of(bytes);
  wipe(bytes);
  return secret;
}

Result<std::string> only_party(const std::string& home) {
  AH_ASSIGN(const auto names, party_names(home));
  if (names.size() == 1) return names.front();
  if (names.empty()) {
    return Error{Code::not_found, parties_folder(home), "holds no party"}.advise(
        "`anchorhold party new NAME` makes one");
  }
  std::string all;
  for (const std::string& name : names) all += " " + name;
  return Error{Code::invalid_argument, "--party", "several parties are here; say which"}.want(
      "one of" + all);
}

Status write_identity(const std::string& path, const age::Identity& identity) {
  const std::string head = "# public key: " + identity.recipient().to_string() + "\n";
  const SecretBytes secret = identity.to_secret_text();
  SecretBytes text(head.size() + secret.size() + 1);
  auto out = std::copy(head.begin(), head.end(), text.fill().begin());
  out = std::copy(secret.view().begin(), secret.view().end(), out);
  *out = '\n';
  return os::write_private_file(path, text.view());
}

Status write_key(const std::string& path, const crypto::PrivateKey& key) {
  return os::write_private_file(path, key.to_pkcs8_pem().view());
}

// The identity is the one line that is not a comment.
Result<age::Identity> parse_identity_file(const std::string& path, ByteView bytes) {
  const std::string_view text = text_of(bytes);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (!line.empty() && line.front() != '#') return age::Identity::parse(line);
    begin = end + 1;
  }
  return Error{Code::malformed, path, "has no age identity in it"};
}

}  // namespace

Result<std::vector<std::string>> party_names(const std::string& home) {
  std::vector<std::string> names;
  std::error_code failure;
  for (std::filesystem::directory_iterator at(parties_folder(home), failure), end;
       !failure && at != end; at.increment(failure)) {
    if (std::filesystem::exists(at->path() / kPartyFile, failure))
      names.push_back(at->path().filename().string());
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    return Error{Code::unavailable, parties_folder(home), failure.message()};
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<PartyHome> PartyHome::open(const std::string& home, const std::string& party) {
  std::string folder = party;
  if (party.find('/') == std::string::npos) {
    std::string name = party;
    if (name.empty()) {
      AH_ASSIGN(name, only_party(home));
    }
    AH_TRY(contract::check_name("--party", name));
    folder = parties_folder(home) + "/" + name;
  }
  const std::string path = folder + "/" + kPartyFile;
  auto bytes = os::read_file(path, kMaxKeyFileBytes);
  if (!bytes) {
    Error error = bytes.take_error();
    if (error.code == Code::not_found) error.hint = "`anchorhold party new NAME` makes a party";
    return error;
  }
  AH_ASSIGN(auto file, contract::parse_party_file(path, text_of(*bytes)));
  return PartyHome(std::move(folder), std::move(file));
}

Result<crypto::PrivateKey> PartyHome::key(const char* file_name,
                                          const crypto::PublicKey& expected) const {
  const std::string path = folder_ + "/" + file_name;
  AH_ASSIGN(const SecretBytes pem, read_secret(path));
  AH_ASSIGN(auto key, crypto::PrivateKey::from_pkcs8_pem(path, text_of(pem.view())));
  if (!(key.public_key() == expected)) {
    return Error{Code::denied, path, "is not the key that the public file beside it names"}
        .want(expected.to_text())
        .saw(key.public_key().to_text());
  }
  return key;
}

Result<crypto::PrivateKey> PartyHome::signing_key() const {
  return key(kSigningKey, file_.signing_key);
}

Result<crypto::PrivateKey> PartyHome::release_key() const {
  return file_.release_key ? key(kReleaseKey, *file_.release_key) : signing_key();
}

Result<age::Identity> PartyHome::recipient_identity() const {
  const std::string path = folder_ + "/" + kRecipientKey;
  AH_ASSIGN(const SecretBytes text, read_secret(path));
  AH_ASSIGN(auto identity, parse_identity_file(path, text.view()));
  if (identity.recipient().to_string() != file_.recipient) {
    return Error{Code::denied, path, "is not the key that the public file beside it names"}
        .want(file_.recipient)
        .saw(identity.recipient().to_string());
  }
  return identity;
}

Result<PartyHome> create_party(const std::string& home, const NewParty& wanted, Random& random) {
  AH_TRY(contract::check_name("party name", wanted.name));
  const std::string folder = parties_folder(home) + "/" + wanted.name;
  std::error_code failure;
  if (std::filesystem::exists(folder, failure)) {
    return Error{Code::conflict, folder, "there is a party of this name already"}.advise(
        "take another name; keys are never overwritten");
  }
  AH_ASSIGN(const auto signing, crypto::PrivateKey::generate(wanted.algorithm, random));
  AH_ASSIGN(const auto identity, age::Identity::generate(random));
  contract::PartyFile file{wanted.name, wanted.roles, signing.public_key(), std::nullopt,
                           identity.recipient().to_string()};
  AH_TRY(os::make_private_folder(folder));
  AH_TRY(write_key(folder + "/" + kSigningKey, signing));
  AH_TRY(write_identity(folder + "/" + kRecipientKey, identity));
  if (wanted.release_key) {
    AH_ASSIGN(const auto release, crypto::PrivateKey::generate(wanted.algorithm, random));
    AH_TRY(write_key(folder + "/" + kReleaseKey, release));
    file.release_key = release.public_key();
  }
  // The public file last: a party without it does not exist, so half-made ones are never used.
  AH_TRY(os::write_file(folder + "/" + kPartyFile, bytes_of(contract::encode_party_file(file))));
  return PartyHome::open(home, wanted.name);
}

}  // namespace anchorhold::cli
