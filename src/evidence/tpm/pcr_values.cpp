#include "evidence/tpm/pcr_values.h"

#include <charconv>

#include "base/hex.h"
#include "codec/json.h"

namespace anchorhold::tpm {
namespace {

constexpr json::Limits json_limits = {.bytes = size_t{64} << 10, .depth = 2, .values = 100};

Error malformed(std::string_view object, std::string message) {
  return {Code::malformed, std::string(object), std::move(message)};
}

Result<unsigned> register_number(std::string_view object, const std::string& text) {
  unsigned index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size() || std::to_string(index) != text ||
      index >= 8 * select_size_limit) {
    return malformed(object, "a member's name is not a register's number").want("0 to 31");
  }
  return index;
}

Status check_size(std::string_view object, crypto::HashKind bank, unsigned index, ByteView value) {
  if (value.size() == crypto::hash_size(bank)) return {};
  return malformed(object, "the value of PCR " + std::to_string(index) + " has not its bank's size")
      .want(std::to_string(crypto::hash_size(bank)) + " bytes of " +
            std::string(crypto::hash_name(bank)))
      .saw(std::to_string(value.size()));
}

}  // namespace

Result<PcrValues> parse_pcr_json(std::string_view object, std::string_view text,
                                 crypto::HashKind bank) {
  AH_ASSIGN(const json::Value value, json::parse(object, text, json_limits));
  if (!value.is_object()) {
    return malformed(object, "not a list of PCR values")
        .want("a JSON object of register numbers and hexadecimal values")
        .saw(std::string(value.type_name()));
  }
  PcrValues out;
  for (const auto& [name, digits] : value.as_object()) {
    AH_ASSIGN(const unsigned index, register_number(object, name));
    if (!digits.is_string()) {
      return malformed(object, "the value of PCR " + name + " is not text")
          .saw(std::string(digits.type_name()));
    }
    AH_ASSIGN(Bytes bytes, from_hex(object, digits.as_string()));
    AH_TRY(check_size(object, bank, index, bytes));
    out.emplace(std::pair(bank, index), std::move(bytes));
  }
  return out;
}

Result<PcrValues> read_pcr_values(std::string_view object, ByteView file,
                                  const PcrSelection& quoted) {
  const std::string_view text = text_of(file);
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '{') return parse_pcr_file(object, file);
  if (quoted.size() != 1) {
    return malformed(object, "a JSON list holds one bank, and the quote covers several")
        .saw(describe(quoted))
        .advise("give the values as tpm2_quote -o writes them");
  }
  return parse_pcr_json(object, text, quoted.front().bank);
}

Status check_coverage(const PcrValues& values, const PcrSelection& quoted) {
  size_t found = 0;
  for (const BankSelection& entry : quoted) {
    for (const unsigned index : entry.registers) {
      if (!values.contains({entry.bank, index})) {
        return Error{Code::denied, "PCR values", "a register that the quote covers has no value"}
            .want(register_name(entry.bank, index));
      }
      ++found;
    }
  }
  if (found == values.size()) return {};
  return Error{Code::denied, "PCR values",
               "there are values of registers that the quote does not cover"}
      .want(describe(quoted))
      .saw(std::to_string(values.size()) + " values")
      .advise("give only the quoted registers: nothing signs the others");
}

Bytes pcr_digest(crypto::HashKind hash, const PcrSelection& quoted, const PcrValues& values) {
  crypto::Hasher hasher(hash);
  for (const BankSelection& entry : quoted) {
    for (const unsigned index : entry.registers) hasher.update(values.at({entry.bank, index}));
  }
  return hasher.finish();
}

}  // namespace anchorhold::tpm
