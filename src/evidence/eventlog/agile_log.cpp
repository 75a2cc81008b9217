// Crypto-agile logs: a Spec ID header in the SHA-1 form, then TCG_PCR_EVENT2 entries.
// Source: TCG PC Client Platform Firmware Profile, sections 10.2.2 and 10.4.5.1.

#include <algorithm>

#include "base/hex.h"
#include "evidence/eventlog/tcg_event.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint8_t spec_major = 2;
constexpr uint8_t uintn_32 = 1;
constexpr uint8_t uintn_64 = 2;
constexpr size_t signature_offset = 32;  // of the first event's data

Result<const Bank*> read_bank(Reader& in) {
  AH_ASSIGN(const uint16_t id, in.u16le());
  AH_ASSIGN(const uint16_t size, in.u16le());
  const Bank* bank = find_bank(id);
  if (bank == nullptr) return in.error("algorithm " + std::to_string(id) + " is not known");
  if (bank->size != size) {
    return in.error("wrong digest size for " + std::string(bank->name))
        .want(std::to_string(bank->size))
        .saw(std::to_string(size));
  }
  return bank;
}

Status read_banks(Reader& in, Log& log) {
  AH_ASSIGN(const uint32_t count, in.u32le());
  if (count == 0 || count > kMostBanks) {
    return in.error("wrong number of algorithms")
        .want("1 to " + std::to_string(kMostBanks))
        .saw(std::to_string(count));
  }
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const Bank* bank, read_bank(in));
    if (std::ranges::find(log.banks, bank) != log.banks.end())
      return in.error("algorithm " + std::string(bank->name) + " is listed twice");
    log.banks.push_back(bank);
  }
  return {};
}

Status read_header(Reader& log_in, Log& log) {
  AH_ASSIGN(const Sha1Event header, read_sha1_event(log_in));
  Reader in("Spec ID event", header.data);
  // Its register is not looked at: firmware of TDs names another one than PCR 0.
  const bool measured = std::ranges::any_of(header.digest, [](uint8_t byte) { return byte != 0; });
  if (header.type != EventType::no_action || measured)
    return in.error("its frame is wrong").want("EV_NO_ACTION and a digest of zeros");
  AH_TRY(in.view(spec_id_agile.size()));
  AH_TRY(in.u32le());  // platform class: 0 is a client, 1 a server
  AH_TRY(in.u8());     // minor version
  AH_ASSIGN(const uint8_t major, in.u8());
  AH_TRY(in.u8());  // errata
  AH_ASSIGN(const uint8_t uintn, in.u8());
  if (major != spec_major) return in.error("unknown version").want("2").saw(std::to_string(major));
  if (uintn != uintn_32 && uintn != uintn_64) return in.error("wrong uintnSize").want("1 or 2");
  AH_TRY(read_banks(in, log));
  AH_ASSIGN(const uint8_t vendor_size, in.u8());
  AH_TRY(in.view(vendor_size));
  return in.finish();
}

Result<Digest> read_digest(Reader& in, const Log& log, const Event& event) {
  AH_ASSIGN(const uint16_t id, in.u16le());
  const Bank* bank = find_bank(id);
  if (bank == nullptr || std::ranges::find(log.banks, bank) == log.banks.end())
    return in.error("algorithm " + std::to_string(id) + " is not in the Spec ID header");
  if (event.digest(*bank) != nullptr)
    return in.error("two digests of " + std::string(bank->name) + " in one event");
  AH_ASSIGN(const ByteView value, in.view(bank->size));
  return Digest{bank, copy_of(value)};
}

Result<Event> read_event(Reader& in, const Log& log) {
  Event event;
  AH_ASSIGN(event.index, in.u32le());
  AH_ASSIGN(const uint32_t type, in.u32le());
  event.type = static_cast<EventType>(type);
  AH_ASSIGN(const uint32_t count, in.u32le());
  if (count != log.banks.size()) {
    return in.error("wrong number of digests")
        .want(std::to_string(log.banks.size()) + ", one for each bank of the header")
        .saw(std::to_string(count));
  }
  event.digests.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(Digest digest, read_digest(in, log, event));
    event.digests.push_back(std::move(digest));
  }
  AH_ASSIGN(const uint32_t size, in.u32le());
  AH_ASSIGN(const ByteView data, in.view(size));
  event.data = copy_of(data);
  AH_TRY(check_no_action(event));
  return event;
}

}  // namespace

bool looks_like_agile(ByteView bytes) {
  return bytes.size() >= signature_offset + spec_id_agile.size() &&
         text_of(bytes.subspan(signature_offset, spec_id_agile.size())) == spec_id_agile;
}

Result<Log> parse_agile(ByteView bytes) {
  Log log;
  log.format = Format::tcg_agile;
  Reader in(tcg_object, bytes);
  AH_TRY(read_header(in, log));
  for (;;) {
    AH_ASSIGN(const bool end, at_end(in, bytes));
    if (end) return log;
    AH_ASSIGN(Event event, read_event(in, log));
    AH_TRY(add_event(log, std::move(event)));
  }
}

}  // namespace anchorhold::eventlog
