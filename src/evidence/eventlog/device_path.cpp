#include "evidence/eventlog/device_path.h"

#include "base/reader.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint8_t media_path = 4;
constexpr uint8_t file_path = 4;
constexpr uint8_t end_of_path = 0x7f;
constexpr size_t node_head = 4;

Result<std::string> read_path(ByteView event_data) {
  Reader in("image load event", event_data);
  AH_TRY(in.u64le());  // location
  AH_TRY(in.u64le());  // length
  AH_TRY(in.u64le());  // link-time address
  AH_ASSIGN(const uint64_t size, in.u64le());
  AH_ASSIGN(Reader path, in.sub("device path", size));
  std::string out;
  while (!path.empty()) {
    AH_ASSIGN(const uint8_t type, path.u8());
    AH_ASSIGN(const uint8_t subtype, path.u8());
    AH_ASSIGN(const uint16_t length, path.u16le());
    if (length < node_head) return path.error("node shorter than its head");
    AH_ASSIGN(const ByteView body, path.view(length - node_head));
    if (type == end_of_path) break;
    if (type != media_path || subtype != file_path) continue;
    AH_ASSIGN(const std::string part, utf16_text("file path", body));
    out += part;
  }
  return out;
}

}  // namespace

std::string image_path(ByteView event_data) {
  auto path = read_path(event_data);
  return path.ok() ? std::move(path).value() : std::string();
}

}  // namespace anchorhold::eventlog
