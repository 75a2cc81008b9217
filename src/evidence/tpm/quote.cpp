#include "evidence/tpm/quote.h"

#include <array>

#include "base/hex.h"
#include "evidence/tpm/algorithms.h"

namespace anchorhold::tpm {
namespace {

constexpr std::string_view quote_object = "TPM quote";
constexpr ByteArray<4> magic = {0xff, 0x54, 0x43, 0x47};  // TPM_GENERATED_VALUE
constexpr uint16_t quote_type = 0x8018;
constexpr size_t hash_limit = 64;
constexpr size_t name_limit = 2 + hash_limit;  // TPM2B_NAME: algorithm and digest
constexpr size_t data_limit = 2 + hash_limit;  // TPM2B_DATA: as large as a TPMT_HA

struct AttestType {
  uint16_t id;
  std::string_view name;
};
// TPM_ST, Part 2 section 6.9.
constexpr std::array<AttestType, 7> other_types = {{{0x8014, "an NV certification"},
                                                    {0x8015, "a command audit"},
                                                    {0x8016, "a session audit"},
                                                    {0x8017, "a key certification"},
                                                    {0x8019, "a time attestation"},
                                                    {0x801a, "a creation certification"},
                                                    {0x801c, "an NV digest certification"}}};

std::string type_name(uint16_t id) {
  for (const AttestType& type : other_types) {
    if (type.id == id) return std::string(type.name) + " (" + hex_id(id) + ")";
  }
  return hex_id(id);
}

Status read_header(Reader& reader) {
  AH_ASSIGN(const ByteView found, reader.view(magic.size()));
  if (!std::ranges::equal(found, magic)) {
    return Error{Code::malformed, std::string(quote_object), "not made by a TPM: wrong magic"}
        .want("TPM_GENERATED_VALUE " + to_hex(magic))
        .saw(to_hex(found))
        .advise("give the TPMS_ATTEST as TPM2_Quote returns it, without a TPM2B size in front");
  }
  AH_ASSIGN(const uint16_t type, reader.u16be());
  if (type != quote_type) {
    return Error{Code::malformed, std::string(quote_object), "an attestation of another type"}
        .want("a quote (" + hex_id(quote_type) + ")")
        .saw(type_name(type))
        .advise("ask the TPM for TPM2_Quote: only a quote says what its registers hold");
  }
  return {};
}

// TPM2B_NAME of an object: nothing, a handle, or a hash algorithm with its digest.
Status check_name(ByteView name) {
  if (name.empty() || name.size() == 4) return {};
  Reader reader("qualified signer", name);
  AH_ASSIGN(const crypto::HashKind hash, read_hash(reader, "qualified signer"));
  AH_TRY(reader.view(crypto::hash_size(hash)));
  return reader.finish();
}

Result<ClockInfo> read_clock(Reader& reader) {
  ClockInfo out;
  AH_ASSIGN(out.clock, reader.u64be());
  AH_ASSIGN(out.reset_count, reader.u32be());
  AH_ASSIGN(out.restart_count, reader.u32be());
  AH_ASSIGN(const uint8_t safe, reader.u8());
  if (safe > 1) {
    return reader.error("`safe` is neither YES nor NO").want("0 or 1").saw(std::to_string(safe));
  }
  out.safe = safe == 1;
  return out;
}

}  // namespace

Result<Unverified<Quote>> parse_quote(ByteView attest) {
  Reader reader(quote_object, attest);
  Quote out;
  AH_TRY(read_header(reader));
  AH_ASSIGN(out.qualified_signer, read_sized(reader, name_limit));
  AH_TRY(check_name(out.qualified_signer));
  AH_ASSIGN(out.extra_data, read_sized(reader, data_limit));
  AH_ASSIGN(out.clock, read_clock(reader));
  AH_ASSIGN(out.firmware_version, reader.u64be());
  AH_ASSIGN(out.selection, read_pcr_selection(reader));
  AH_ASSIGN(out.pcr_digest, read_sized(reader, hash_limit));
  AH_TRY(reader.finish());
  return Unverified<Quote>(std::move(out));
}

bool looks_like_quote(ByteView bytes) {
  return bytes.size() >= magic.size() + sizeof(quote_type) &&
         std::ranges::equal(bytes.first(magic.size()), magic) && bytes[4] == quote_type >> 8;
}

}  // namespace anchorhold::tpm
