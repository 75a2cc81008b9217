#pragma once
// What the tests of this module say of a verification.

#include <gtest/gtest.h>

#include <string>

#include "claims/verification.h"

namespace anchorhold::ibmse {

// failure: the first check that failed, or "none", which is to say that there are claims.
inline std::string failure(const Verification& verification) {
  const Finding* first = verification.findings.first_failure();
  EXPECT_EQ(first == nullptr, verification.claims.has_value());
  return first == nullptr ? "none" : first->check;
}

}  // namespace anchorhold::ibmse
