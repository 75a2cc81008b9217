#pragma once
// Banks: the hash algorithms that measurement registers are kept in.

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace anchorhold::eventlog {

// Bank: one algorithm of TPM 2.0. `hash` is absent when this program cannot compute it: such a bank
// is read over and never replayed. Source: TCG Algorithm Registry, section 6.10 table 3.
struct Bank {
  uint16_t id;
  std::string_view name;  // "sha256", as in the names of registers
  size_t size;
  std::optional<crypto::HashKind> hash;
};

// find_bank: by TPM_ALG_ID, or by the name of a bank that can be replayed; null when there is none.
const Bank* find_bank(uint16_t id);
const Bank* find_bank(std::string_view name);
const Bank* bank_of(crypto::HashKind hash);

}  // namespace anchorhold::eventlog
