// The PCR files of tpm2-tools.

#include "base/reader.h"
#include "evidence/tpm/algorithms.h"
#include "evidence/tpm/pcr_values.h"

namespace anchorhold::tpm {
namespace {

// The C structures' sizes: TPML_DIGEST holds 8 TPM2B_DIGEST of 2 + 64 bytes.
constexpr size_t digests_in_list = 8;
constexpr size_t digest_limit = 64;
constexpr size_t list_limit = bank_limit * 8 * select_size_limit / digests_in_list;

// A bank's id in the file's byte order, read as read_hash reads it.
Result<crypto::HashKind> bank_of(std::string_view object, uint16_t id) {
  const ByteArray<2> bytes = {static_cast<uint8_t>(id >> 8), static_cast<uint8_t>(id)};
  Reader reader(object, bytes);
  return read_hash(reader, object);
}

Result<PcrSelection> read_selection(std::string_view object, Reader& reader) {
  AH_ASSIGN(const uint32_t count, reader.u32le());
  if (count > bank_limit) {
    return reader.error("too many PCR banks")
        .want("at most " + std::to_string(bank_limit))
        .saw(std::to_string(count))
        .advise("give the file as tpm2_quote -o writes it with -F serialized, or JSON");
  }
  PcrSelection out;
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const uint16_t id, reader.u16le());
    AH_ASSIGN(const crypto::HashKind bank, bank_of(object, id));
    AH_ASSIGN(const uint8_t size, reader.u8());
    if (size == 0 || size > select_size_limit) {
      return reader.error("bit map of PCRs has a wrong size").saw(std::to_string(size));
    }
    AH_ASSIGN(const ByteView bitmap, reader.view(size));
    AH_TRY(reader.zeros(select_size_limit - size + 1));  // the rest, and one byte of alignment
    AH_TRY(add_bank(out, bank, bitmap, reader));
  }
  AH_TRY(reader.zeros((bank_limit - count) * (2 + 1 + select_size_limit + 1)));
  return out;
}

Status read_list(Reader& reader, std::vector<Bytes>& digests) {
  AH_ASSIGN(const uint32_t count, reader.u32le());
  if (count > digests_in_list) {
    return reader.error("too many digests in a list").want("at most 8").saw(std::to_string(count));
  }
  for (size_t i = 0; i < digests_in_list; ++i) {
    AH_ASSIGN(const uint16_t size, reader.u16le());
    if (size > digest_limit || (size != 0) != (i < count)) {
      return reader.error("a digest has a wrong size").saw(std::to_string(size));
    }
    AH_ASSIGN(const ByteView digest, reader.view(size));
    AH_TRY(reader.zeros(digest_limit - size));
    if (i < count) digests.push_back(copy_of(digest));
  }
  return {};
}

Result<std::vector<Bytes>> read_digests(Reader& reader) {
  AH_ASSIGN(const uint32_t lists, reader.u32le());
  if (lists > list_limit) {
    return reader.error("too many lists of digests")
        .want("at most " + std::to_string(list_limit))
        .saw(std::to_string(lists));
  }
  std::vector<Bytes> out;
  for (uint32_t i = 0; i < lists; ++i) AH_TRY(read_list(reader, out));
  return out;
}

}  // namespace

Result<PcrValues> parse_pcr_file(std::string_view object, ByteView file) {
  Reader reader(object, file);
  AH_ASSIGN(const PcrSelection selection, read_selection(object, reader));
  AH_ASSIGN(std::vector<Bytes> digests, read_digests(reader));
  AH_TRY(reader.finish());
  if (digests.size() != count_registers(selection)) {
    return reader.error("not one digest for each register of its selection")
        .want(std::to_string(count_registers(selection)))
        .saw(std::to_string(digests.size()));
  }
  PcrValues out;
  auto next = digests.begin();
  for (const BankSelection& entry : selection) {
    for (const unsigned index : entry.registers) {
      if (next->size() != crypto::hash_size(entry.bank)) {
        return reader.error("the value of " + register_name(entry.bank, index) +
                            " has not its bank's size");
      }
      out.emplace(std::pair(entry.bank, index), std::move(*next++));
    }
  }
  return out;
}

}  // namespace anchorhold::tpm
