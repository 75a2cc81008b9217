#pragma once
// The keystore folder: one folder per party that this user is.
//
//   HOME/parties/NAME/party.json      public: what the others get
//                     signing.key     private, 0600: PKCS #8 PEM
//                     release.key     private, 0600: only with `party new --release-key`
//                     recipient.key   private, 0600: an age identity file

#include <optional>
#include <string>
#include <vector>

#include "age/recipient.h"
#include "contract/party_file.h"
#include "crypto/keys.h"

namespace anchorhold::cli {

// PartyHome: a party of this user's, by its folder. Opening it reads the public file only; keys are
// read when asked for, and each must belong to what the public file says.
class PartyHome {
 public:
  // open: `party` is a folder (anything with a '/'), or a name under HOME/parties; empty takes the
  // only one there.
  static Result<PartyHome> open(const std::string& home, const std::string& party);

  const std::string& name() const { return file_.name; }
  const std::string& folder() const { return folder_; }
  const contract::PartyFile& file() const { return file_; }

  Result<crypto::PrivateKey> signing_key() const;
  // The key that signs releases: release.key where the party has one, else the signing key.
  Result<crypto::PrivateKey> release_key() const;
  Result<age::Identity> recipient_identity() const;

 private:
  PartyHome(std::string folder, contract::PartyFile file)
      : folder_(std::move(folder)), file_(std::move(file)) {}
  Result<crypto::PrivateKey> key(const char* file_name, const crypto::PublicKey& expected) const;

  std::string folder_;
  contract::PartyFile file_;
};

// party_names: the parties under HOME/parties, sorted.
Result<std::vector<std::string>> party_names(const std::string& home);

struct NewParty {
  std::string name;
  std::set<contract::Role> roles;
  crypto::Algorithm algorithm = crypto::Algorithm::ed25519;
  bool release_key = false;
};

// create_party: makes keys and folder. A party of that name is a conflict; nothing that exists is
// overwritten.
Result<PartyHome> create_party(const std::string& home, const NewParty& wanted, Random& random);

}  // namespace anchorhold::cli
