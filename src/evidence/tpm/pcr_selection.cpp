#include "evidence/tpm/pcr_selection.h"

#include <algorithm>

#include "evidence/tpm/algorithms.h"

namespace anchorhold::tpm {

Status add_bank(PcrSelection& selection, crypto::HashKind bank, ByteView bitmap,
                const Reader& reader) {
  if (std::ranges::any_of(selection, [&](const auto& entry) { return entry.bank == bank; })) {
    return reader.error("bank " + std::string(crypto::hash_name(bank)) + " is selected twice");
  }
  BankSelection entry{.bank = bank};
  for (unsigned index = 0; index < 8 * bitmap.size(); ++index) {
    if ((bitmap[index / 8] >> (index % 8) & 1) != 0) entry.registers.push_back(index);
  }
  selection.push_back(std::move(entry));
  return {};
}

Result<PcrSelection> read_pcr_selection(Reader& reader) {
  AH_ASSIGN(const uint32_t count, reader.u32be());
  if (count > bank_limit) {
    return reader.error("too many PCR banks")
        .want("at most " + std::to_string(bank_limit))
        .saw(std::to_string(count));
  }
  PcrSelection out;
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const crypto::HashKind bank, read_hash(reader, "PCR bank of a quote"));
    AH_ASSIGN(const uint8_t size, reader.u8());
    if (size == 0 || size > select_size_limit) {
      return reader.error("bit map of PCRs has a wrong size")
          .want("1 to 4 bytes")
          .saw(std::to_string(size));
    }
    AH_ASSIGN(const ByteView bitmap, reader.view(size));
    AH_TRY(add_bank(out, bank, bitmap, reader));
  }
  return out;
}

size_t count_registers(const PcrSelection& selection) {
  size_t count = 0;
  for (const BankSelection& entry : selection) count += entry.registers.size();
  return count;
}

std::string register_name(crypto::HashKind bank, unsigned index) {
  return std::string(crypto::hash_name(bank)) + "_pcr" + std::to_string(index);
}

std::string describe(const PcrSelection& selection) {
  std::string out;
  for (const BankSelection& entry : selection) {
    if (!out.empty()) out += ' ';
    out += crypto::hash_name(entry.bank);
    char separator = ':';
    for (const unsigned index : entry.registers) {
      out += separator + std::to_string(index);
      separator = ',';
    }
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace anchorhold::tpm
