#pragma once
// File: bytes that a caller hands to the verifier, with what he calls them.

#include <string>

#include "base/bytes.h"

namespace anchorhold::verifier {

// File: `name` is for messages. `role` says what the bytes are where they cannot show it
// themselves, such as a bare signature; empty: to be told from the content. The words are those of
// role.h.
struct File {
  std::string name;
  std::string role;
  Bytes bytes;
};

}  // namespace anchorhold::verifier
