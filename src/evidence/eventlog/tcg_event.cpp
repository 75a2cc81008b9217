#include "evidence/eventlog/tcg_event.h"

#include <algorithm>

namespace anchorhold::eventlog {

Result<Sha1Event> read_sha1_event(Reader& in) {
  constexpr size_t sha1_size = 20;
  Sha1Event out{};
  AH_ASSIGN(out.index, in.u32le());
  AH_ASSIGN(const uint32_t type, in.u32le());
  out.type = static_cast<EventType>(type);
  AH_ASSIGN(out.digest, in.view(sha1_size));
  AH_ASSIGN(const uint32_t size, in.u32le());
  AH_ASSIGN(out.data, in.view(size));
  return out;
}

Status check_no_action(const Event& event) {
  if (event.type != EventType::no_action) return {};
  const auto is_zero = [](const Digest& digest) {
    return std::ranges::all_of(digest.value, [](uint8_t byte) { return byte == 0; });
  };
  if (std::ranges::all_of(event.digests, is_zero)) return {};
  return Error{Code::malformed, std::string(tcg_object), "EV_NO_ACTION with a digest"}
      .want("zeros: the event is not extended")
      .advise("reject the log: an entry that looks measured is not");
}

Result<bool> at_end(const Reader& in, ByteView bytes) {
  constexpr size_t start_size = 16;  // no event begins with as many equal bytes of these values
  const ByteView rest = bytes.subspan(in.offset());
  if (rest.empty()) return true;
  const uint8_t filler = rest.front();
  const auto is_filler = [filler](uint8_t byte) { return byte == filler; };
  if (filler != 0 && filler != UINT8_MAX) return false;
  if (!std::ranges::all_of(rest.first(std::min(start_size, rest.size())), is_filler)) return false;
  if (std::ranges::all_of(rest, is_filler)) return true;
  return in.error("bytes after the padding").want("padding to the end of the log");
}

Status add_event(Log& log, Event event) {
  if (log.events.size() == kMostEvents) {
    return Error{Code::limit_exceeded, "event log", "too many events"}.want(
        "at most " + std::to_string(kMostEvents));
  }
  log.events.push_back(std::move(event));
  return {};
}

}  // namespace anchorhold::eventlog
