#include "evidence/eventlog/bank.h"

#include <algorithm>
#include <array>

namespace anchorhold::eventlog {
namespace {

using crypto::HashKind;

constexpr std::array<Bank, 8> banks = {{
    {0x0004, "sha1", 20, HashKind::sha1},
    {0x000b, "sha256", 32, HashKind::sha256},
    {0x000c, "sha384", 48, HashKind::sha384},
    {0x000d, "sha512", 64, HashKind::sha512},
    {0x0012, "sm3_256", 32, std::nullopt},
    {0x0027, "sha3_256", 32, std::nullopt},
    {0x0028, "sha3_384", 48, std::nullopt},
    {0x0029, "sha3_512", 64, std::nullopt},
}};

template <class Is>
const Bank* find(Is is) {
  const auto* found = std::ranges::find_if(banks, is);
  return found == banks.end() ? nullptr : &*found;
}

}  // namespace

const Bank* find_bank(uint16_t id) {
  return find([id](const Bank& bank) { return bank.id == id; });
}

const Bank* find_bank(std::string_view name) {
  return find([name](const Bank& bank) { return bank.hash && bank.name == name; });
}

const Bank* bank_of(crypto::HashKind hash) {
  return find([hash](const Bank& bank) { return bank.hash == hash; });
}

}  // namespace anchorhold::eventlog
