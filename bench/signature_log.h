#pragma once
// SignatureLog: which signatures a verification checks, so that its time can be held against that
// of the bare checks. The linker leads every call of crypto::verify and crypto::verify_digest
// through here (--wrap, see CMakeLists.txt); the verifier itself knows nothing of it.

#include <string>
#include <vector>

#include "crypto/subject_key.h"

namespace anchorhold::bench {

// SignatureCheck: one call, with all that it takes to make it again.
struct SignatureCheck {
  crypto::SubjectKey key;
  crypto::SignatureScheme scheme;
  Bytes message;  // or its digest
  bool hashed = false;
  Bytes signature;

  std::string name() const;  // "P-384", "RSA-4096 PSS"
  bool again() const;        // without being recorded
};

using SignatureChecks = std::vector<SignatureCheck>;

// text_of: "1 P-384, 2 RSA-4096 PSS"; "none".
std::string text_of(const SignatureChecks& checks);

// record_into: until the next call, checks are added to `checks`; null ends it.
void record_into(SignatureChecks* checks);

// checks_of: the checks that `work` makes.
template <class Work>
SignatureChecks checks_of(const Work& work) {
  SignatureChecks checks;
  record_into(&checks);
  work();
  record_into(nullptr);
  return checks;
}

}  // namespace anchorhold::bench
