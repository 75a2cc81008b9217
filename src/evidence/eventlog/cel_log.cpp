// Canonical event logs in TLV form: type (1 byte), length (4 bytes, big-endian), value.
// Source: TCG Canonical Event Log Format, section 5.1; for Confidential Space go-tpm-tools' cel.

#include <algorithm>

#include "base/reader.h"
#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

constexpr std::string_view cel_object = "canonical event log";

enum class Field : uint8_t { record_number = 0, pcr = 1, digests = 3, cc_register = 0x6c };
enum class ContentType : uint8_t { pcclient_std = 5, ima_template = 7, confidential_space = 80 };
constexpr size_t tlv_head_size = 5;
constexpr size_t record_number_size = 8;

struct Tlv {
  uint8_t type;
  ByteView value;
  ByteView whole;  // with type and length
};

Result<Tlv> read_tlv(Reader& in, ByteView bytes) {
  const size_t start = in.offset();
  Tlv out{};
  AH_ASSIGN(out.type, in.u8());
  AH_ASSIGN(const uint32_t size, in.u32be());
  AH_ASSIGN(out.value, in.view(size));
  out.whole = bytes.subspan(start, tlv_head_size + size);
  return out;
}

Result<Tlv> expect_tlv(Reader& in, ByteView bytes, uint8_t type, std::string_view what) {
  AH_ASSIGN(const Tlv tlv, read_tlv(in, bytes));
  if (tlv.type != type) {
    return in.error("no " + std::string(what))
        .want("type " + std::to_string(type))
        .saw(std::to_string(tlv.type));
  }
  return tlv;
}

Status read_record_number(Reader& in, ByteView bytes, uint64_t expected) {
  AH_ASSIGN(const Tlv tlv,
            expect_tlv(in, bytes, static_cast<uint8_t>(Field::record_number), "record number"));
  if (tlv.value.size() != record_number_size) return in.error("record number of wrong size");
  Reader value(cel_object, tlv.value);
  AH_ASSIGN(const uint64_t number, value.u64be());
  if (number != expected) {
    return in.error("record out of order")
        .want(std::to_string(expected))
        .saw(std::to_string(number));
  }
  return {};
}

// One log speaks of one kind of register.
Status read_index(Reader& in, ByteView bytes, Log& log, Event& event) {
  AH_ASSIGN(const Tlv tlv, read_tlv(in, bytes));
  const bool rtmr = tlv.type == static_cast<uint8_t>(Field::cc_register);
  if (!rtmr && tlv.type != static_cast<uint8_t>(Field::pcr))
    return in.error("no register index").want("type 1 or 108").saw(std::to_string(tlv.type));
  if (tlv.value.size() != 1) return in.error("register index of wrong size");
  const RegisterKind kind = rtmr ? RegisterKind::rtmr : RegisterKind::pcr;
  if (log.events.empty()) log.registers = kind;
  if (log.registers != kind) return in.error("PCRs and RTMRs in one log");
  event.index = tlv.value.front();
  return {};
}

Status read_digests(Reader& in, ByteView bytes, Log& log, Event& event) {
  AH_ASSIGN(const Tlv list, expect_tlv(in, bytes, static_cast<uint8_t>(Field::digests), "digests"));
  Reader inner(cel_object, list.value);
  while (!inner.empty()) {
    AH_ASSIGN(const Tlv tlv, read_tlv(inner, list.value));
    const Bank* bank = find_bank(tlv.type);
    if (bank == nullptr) return in.error("unknown algorithm " + std::to_string(tlv.type));
    if (tlv.value.size() != bank->size) return in.error("digest of wrong size");
    if (event.digest(*bank) != nullptr) return in.error("two digests of one algorithm");
    event.digests.push_back({bank, copy_of(tlv.value)});
  }
  if (log.events.empty()) {
    for (const Digest& digest : event.digests) log.banks.push_back(digest.bank);
  }
  const bool same = event.digests.size() == log.banks.size() &&
                    std::ranges::all_of(log.banks, [&](const Bank* bank) {
                      return event.digest(*bank) != nullptr;
                    });
  if (!same || event.digests.empty()) return in.error("records with different algorithms");
  return {};
}

// PCClient_STD and IMA_Template both hold two TLVs: 0, then 1.
Status read_pair(ByteView content, Tlv& first, Tlv& second) {
  Reader in(cel_object, content);
  AH_ASSIGN(first, expect_tlv(in, content, 0, "first member"));
  AH_ASSIGN(second, expect_tlv(in, content, 1, "second member"));
  return in.finish();
}

Status read_pcclient(ByteView content, Event& event) {
  Tlv type{};
  Tlv data{};
  AH_TRY(read_pair(content, type, data));
  Reader in(cel_object, type.value);
  AH_ASSIGN(const uint32_t number, in.u32be());
  AH_TRY(in.finish());
  event.type = static_cast<EventType>(number);
  event.data = copy_of(data.value);
  return {};
}

Status read_ima(ByteView content, Event& event) {
  Tlv name{};
  Tlv data{};
  AH_TRY(read_pair(content, name, data));
  event.type = EventType::ipl;
  event.content = Content::ima;
  event.name = string_of(name.value);
  event.data = copy_of(data.value);
  return {};
}

Status read_content(Reader& in, ByteView bytes, Event& event) {
  AH_ASSIGN(const Tlv tlv, read_tlv(in, bytes));
  switch (static_cast<ContentType>(tlv.type)) {
    case ContentType::pcclient_std:
      return read_pcclient(tlv.value, event);
    case ContentType::ima_template:
      return read_ima(tlv.value, event);
    case ContentType::confidential_space:
      event.type = EventType::event_tag;
      event.content = Content::confidential_space;
      event.data = copy_of(tlv.whole);  // what is hashed includes type and length
      return {};
  }
  return in.error("unknown content").saw("type " + std::to_string(tlv.type));
}

}  // namespace

bool looks_like_cel(ByteView bytes) {
  static constexpr std::array<uint8_t, tlv_head_size> start = {0, 0, 0, 0, record_number_size};
  constexpr size_t next_field = tlv_head_size + record_number_size;
  return bytes.size() > next_field && std::ranges::equal(bytes.first(tlv_head_size), start) &&
         (bytes[next_field] == static_cast<uint8_t>(Field::pcr) ||
          bytes[next_field] == static_cast<uint8_t>(Field::cc_register));
}

Result<Log> parse_cel(ByteView bytes) {
  Log log;
  log.format = Format::cel;
  Reader in(cel_object, bytes);
  while (!in.empty()) {
    Event event;
    AH_TRY(read_record_number(in, bytes, log.events.size()));
    AH_TRY(read_index(in, bytes, log, event));
    AH_TRY(read_digests(in, bytes, log, event));
    AH_TRY(read_content(in, bytes, event));
    AH_TRY(add_event(log, std::move(event)));
  }
  return log;
}

}  // namespace anchorhold::eventlog
