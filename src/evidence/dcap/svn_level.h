#pragma once
// TCB levels of one security version number: of quoting enclaves and of TDX modules.

#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "claims/tcb.h"

namespace anchorhold::dcap {

// Standing: what a TCB level says of whoever reaches it.
struct Standing {
  TcbStatus status = TcbStatus::revoked;
  Time date{};
  std::vector<std::string> advisories = {};  // in the order of the collateral

  bool operator==(const Standing&) const = default;
};

// SvnLevel: one level of an identity, reached by an ISVSVN that is equal or higher.
struct SvnLevel {
  uint16_t isv_svn = 0;
  Standing standing;

  bool operator==(const SvnLevel&) const = default;
};

// level_of: the first level that `isv_svn` reaches, or null when it lies below all of them.
// `levels` run from the highest to the lowest.
const SvnLevel* level_of(std::span<const SvnLevel> levels, uint16_t isv_svn);

}  // namespace anchorhold::dcap
