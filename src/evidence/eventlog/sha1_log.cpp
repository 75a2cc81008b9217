// SHA-1 logs: TCG_PCR_EVENT entries, as firmware wrote them for TPM 1.2.
// Source: TCG PC Client Platform Firmware Profile, section 10.2.1.

#include "evidence/eventlog/tcg_event.h"

namespace anchorhold::eventlog {
namespace {

constexpr size_t size_offset = 28;
constexpr size_t event_head_size = 32;
constexpr uint32_t last_common_type = 0x12;
constexpr uint32_t first_efi_type = 0x80000000;
constexpr uint32_t last_efi_type = 0x800000ff;

bool is_known_type(uint32_t type) {
  return type <= last_common_type || (type >= first_efi_type && type <= last_efi_type);
}

bool is_spec_id(const Sha1Event& event) {
  return event.type == EventType::no_action && text_of(event.data).starts_with(spec_id_start);
}

}  // namespace

bool looks_like_sha1(ByteView bytes) {
  if (bytes.size() < event_head_size) return false;
  Reader in("", bytes);
  const auto index = in.u32le();
  const auto type = in.u32le();
  Reader after("", bytes.subspan(size_offset));
  const auto size = after.u32le();
  const auto end = at_end(Reader("", bytes), bytes);
  return end.ok() && !*end && *index <= last_pcr && is_known_type(*type) &&
         *size <= bytes.size() - event_head_size;
}

Result<Log> parse_sha1(ByteView bytes) {
  Log log;
  log.format = Format::tcg_sha1;
  log.banks = {bank_of(crypto::HashKind::sha1)};
  Reader in(tcg_object, bytes);
  for (;;) {
    AH_ASSIGN(const bool end, at_end(in, bytes));
    if (end) return log;
    const bool first = in.offset() == 0;
    AH_ASSIGN(const Sha1Event read, read_sha1_event(in));
    if (first && is_spec_id(read)) continue;
    Event event{.index = read.index,
                .type = read.type,
                .digests = {{log.banks.front(), copy_of(read.digest)}},
                .data = copy_of(read.data)};
    AH_TRY(check_no_action(event));
    AH_TRY(add_event(log, std::move(event)));
  }
}

}  // namespace anchorhold::eventlog
