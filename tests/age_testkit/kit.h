#pragma once
// The files of the C2SP/CCTV age test kit: a textual head that says what must happen, then an age
// file.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "age/recipient.h"

namespace anchorhold::age::kit {

struct Vector {
  std::string name;
  std::string
      expect;  // success, no match, HMAC failure, header failure, armor failure, payload failure
  std::string payload_hash;  // of all plaintext that is released, also when decryption fails later
  std::vector<Identity> identities;
  std::string passphrase;
  bool armored = false;
  bool post_quantum = false;  // has an identity of the hybrid kind, which is not supported here
  Bytes file;
};

// load: every file of the folder, sorted by name. A head that cannot be read fails the running
// test.
std::vector<Vector> load(const std::filesystem::path& folder);

}  // namespace anchorhold::age::kit
