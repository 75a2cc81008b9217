#pragma once
// TPML_PCR_SELECTION: which registers of which banks a quote covers.

#include <string>
#include <vector>

#include "base/reader.h"
#include "crypto/hash.h"

namespace anchorhold::tpm {

// Banks and registers of a TPM: Part 2, HASH_COUNT and PCR_SELECT_MAX as PC clients have them.
inline constexpr size_t bank_limit = 16;
inline constexpr size_t select_size_limit = 4;

// BankSelection: registers of one bank, ascending.
struct BankSelection {
  crypto::HashKind bank = crypto::HashKind::sha256;
  std::vector<unsigned> registers = {};
  bool operator==(const BankSelection&) const = default;
};

// PcrSelection: the banks in the order of the quote, which is the order of its digest.
using PcrSelection = std::vector<BankSelection>;

// read_pcr_selection: strict: at most 16 banks, no bank twice, bit maps of 1 to 4 bytes. A
// selection of nothing is well formed; see verify.h. Source: TPM 2.0 Library Part 2,
// sections 10.6.2 and 10.9.7.
Result<PcrSelection> read_pcr_selection(Reader& reader);

// add_bank: appends a bank from its bit map; refuses a bank that is there already.
Status add_bank(PcrSelection& selection, crypto::HashKind bank, ByteView bitmap,
                const Reader& reader);

size_t count_registers(const PcrSelection& selection);

// register_name: "sha256_pcr7", the name of a claim.
std::string register_name(crypto::HashKind bank, unsigned index);

// describe: "sha1:0,1 sha256:7", for findings.
std::string describe(const PcrSelection& selection);

}  // namespace anchorhold::tpm
