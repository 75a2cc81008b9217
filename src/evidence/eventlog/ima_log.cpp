// The kernel's measurement list: binary_runtime_measurements, template hashes in SHA-1.
// Source: linux Documentation/security/IMA-templates.rst and security/integrity/ima/ima_fs.c.

#include <algorithm>

#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

constexpr std::string_view ima_object = "IMA measurement list";
constexpr size_t sha1_size = 20;
constexpr uint32_t most_name = 32;
constexpr std::string_view name_start = "ima-";  // ima-ng, ima-ngv2, ima-sig, ima-buf, ima-modsig

// A violation is listed with a digest of zeros and extends ones (ima_add_template_entry).
bool is_violation(ByteView listed) {
  return std::ranges::all_of(listed, [](uint8_t byte) { return byte == 0; });
}

Digest extended(const Bank& bank, ByteView listed, ByteView data) {
  if (is_violation(listed)) return {&bank, Bytes(bank.size, UINT8_MAX)};
  return {&bank, crypto::hash(*bank.hash, data)};
}

Result<Event> read_entry(Reader& in, const Log& log) {
  Event event{.type = EventType::ipl, .content = Content::ima};
  AH_ASSIGN(event.index, in.u32le());
  AH_ASSIGN(const ByteView listed, in.view(sha1_size));
  AH_ASSIGN(const uint32_t name_size, in.u32le());
  if (name_size > most_name) return in.error("template name too long");
  AH_ASSIGN(const ByteView name, in.view(name_size));
  event.name = string_of(name);
  if (!event.name.starts_with(name_start)) return in.error("unknown template");
  AH_ASSIGN(const uint32_t data_size, in.u32le());
  AH_ASSIGN(const ByteView data, in.view(data_size));
  event.data = copy_of(data);
  for (const Bank* bank : log.banks) event.digests.push_back(extended(*bank, listed, data));
  if (!is_violation(listed) && !std::ranges::equal(listed, event.digests.front().value))
    return in.error("the template hash is not that of the template data");
  return event;
}

}  // namespace

bool looks_like_ima(ByteView bytes) {
  constexpr size_t name_size_offset = 4 + sha1_size;
  constexpr size_t name_offset = name_size_offset + 4;
  if (bytes.size() < name_offset + name_start.size()) return false;
  const auto index = Reader("", bytes).u32le();
  const auto size = Reader("", bytes.subspan(name_size_offset)).u32le();
  return *index <= last_pcr && *size <= most_name &&
         text_of(bytes.subspan(name_offset)).starts_with(name_start);
}

// Kernels since 5.9 extend each bank with its own hash of the template data.
Result<Log> parse_ima(ByteView bytes) {
  Log log;
  log.format = Format::ima;
  for (const auto hash : {crypto::HashKind::sha1, crypto::HashKind::sha256,
                          crypto::HashKind::sha384, crypto::HashKind::sha512})
    log.banks.push_back(bank_of(hash));
  Reader in(ima_object, bytes);
  while (!in.empty()) {
    AH_ASSIGN(Event event, read_entry(in, log));
    AH_TRY(add_event(log, std::move(event)));
  }
  return log;
}

}  // namespace anchorhold::eventlog
