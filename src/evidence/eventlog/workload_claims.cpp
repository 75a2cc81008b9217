#include "evidence/eventlog/workload_claims.h"

#include <map>

#include "base/reader.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint32_t aael_tag = 0x4141454c;  // "AAEL"

// AAEL: tag, size, then the text; the digest is of all of it.
Result<std::string> read_aael(ByteView data) {
  Reader in("AAEL record", data);
  AH_ASSIGN(const uint32_t tag, in.u32le());
  AH_ASSIGN(const uint32_t size, in.u32le());
  AH_ASSIGN(const ByteView text, in.view(size));
  if (tag != aael_tag) return in.error("another tag");
  AH_TRY(in.finish());
  return ascii_text(text);
}

class RuntimeReader {
 public:
  explicit RuntimeReader(Claims& claims) : claims_(claims) {}

  void read(const Told& told) {
    if (told.event.content == Content::ima) return count_ima(told);
    if (told.binding.measured != Measured::data) return;
    if (told.event.content == Content::dstack) return read_dstack(told.event);
    if (told.event.content != Content::tcg || told.event.type != EventType::event_tag) return;
    auto record = read_aael(told.binding.bytes);
    if (!record.ok() || records_ == most_listed) return;
    claim("aael_" + std::to_string(records_++), std::move(record).value());
  }

  void finish() {
    if (ima_entries_ == 0) return;
    claim("ima_entries", ima_entries_);
    claim("ima_violations", ima_violations_);
  }

 private:
  void claim(std::string name, VendorValue value) {
    claims_.vendor.emplace(std::move(name), std::move(value));
  }

  void read_dstack(const Event& event) {
    if (dstack_events_++ >= most_listed) return;
    const size_t count = ++names_[event.name];
    const std::string suffix = count == 1 ? "" : "#" + std::to_string(count);
    claim("dstack_" + event.name + suffix, event.data);
  }

  void count_ima(const Told& told) {
    ++ima_entries_;
    ima_violations_ += told.binding.measured == Measured::other ? 1U : 0U;
  }

  Claims& claims_;
  std::map<std::string, size_t> names_;
  size_t dstack_events_ = 0;
  size_t records_ = 0;
  uint64_t ima_entries_ = 0;
  uint64_t ima_violations_ = 0;
};

}  // namespace

void claim_runtime(const Story& story, Claims& claims) {
  RuntimeReader reader(claims);
  for (const Told& told : story.events) reader.read(told);
  reader.finish();
}

}  // namespace anchorhold::eventlog
