#include "evidence/eventlog/quoted.h"

#include <algorithm>

#include "base/hex.h"
#include "evidence/eventlog/checks.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint32_t last_firmware_rtmr = 3;  // the index of RTMR2
constexpr uint32_t first_drtm_pcr = 17;
constexpr uint32_t last_drtm_pcr = 22;

bool is_firmware(const RegisterName& name) {
  return name.index <= (name.kind == RegisterKind::pcr ? last_firmware_pcr : last_firmware_rtmr);
}

// PCRs 17 to 22 hold ones until a dynamic launch. Source: PC Client Platform TPM Profile,
// section 4.6.2.
bool is_start(const RegisterName& name, uint8_t locality, ByteView value) {
  if (name.kind == RegisterKind::pcr && name.index >= first_drtm_pcr &&
      name.index <= last_drtm_pcr &&
      std::ranges::all_of(value, [](uint8_t byte) { return byte == UINT8_MAX; }))
    return true;
  return std::ranges::equal(value, start_value(name, locality));
}

class Comparison {
 public:
  Comparison(const Log& log, uint8_t locality, CheckRun& run)
      : log_(log), locality_(locality), run_(run) {}

  void judge(const std::string& subject, const RegisterName& name, const Bytes& quoted) {
    if (std::ranges::find(log_.banks, name.bank) == log_.banks.end()) {
      run_.fail(replay_check, subject, "the log has no digests of this bank");
      return;
    }
    if (quoted.size() != name.bank->size) {
      run_.fail(replay_check, subject, "quoted with " + std::to_string(quoted.size()) + " bytes");
      return;
    }
    const std::vector<const Event*> events = events_of(name);
    events.empty() ? judge_untouched(subject, name, quoted)
                   : judge_extended(subject, name, quoted, events);
  }

  Proven take() { return std::move(proven_); }

 private:
  std::vector<const Event*> events_of(const RegisterName& name) const {
    std::vector<const Event*> out;
    for (const Event& event : log_.events) {
      if (event.index == name.index && event.type != EventType::no_action) out.push_back(&event);
    }
    return out;
  }

  void judge_untouched(const std::string& subject, const RegisterName& name, const Bytes& quoted) {
    if (is_start(name, locality_, quoted)) {
      run_.pass(replay_check, subject, "never extended, in the log and in the quote");
    } else if (is_firmware(name)) {
      run_.fail(replay_check, subject, "extended, but the log has no event of it");
    } else {
      run_.not_applicable(replay_check, subject +
                                            " is extended, but not by what this log holds: "
                                            "its value has to be judged by itself");
      proven_.unexplained.push_back(subject);
    }
  }

  void judge_extended(const std::string& subject, const RegisterName& name, const Bytes& quoted,
                      const std::vector<const Event*>& events) {
    const bool may_run_ahead = std::ranges::any_of(
        events, [](const Event* event) { return event->content == Content::ima; });
    Bytes value = start_value(name, locality_);
    for (size_t i = 0; i < events.size(); ++i) {
      extend(value, name, *events[i]);
      const bool last = i + 1 == events.size();
      if (value != quoted || !(last || may_run_ahead)) continue;
      run_.pass(replay_check, subject,
                std::to_string(i + 1) + " of " + std::to_string(events.size()) + " events");
      proven_.registers.emplace(name.bank, name.index);
      count(name.index, i + 1);
      return;
    }
    run_.fail(replay_check, subject,
              "the log leads to " + to_hex(value) + ", quoted is " + to_hex(quoted));
  }

  // Banks must agree on how far the log is proven: the least counts.
  void count(uint32_t index, size_t events) {
    const auto [at, added] = proven_.counted.emplace(index, events);
    if (!added) at->second = std::min(at->second, events);
  }

  const Log& log_;
  uint8_t locality_;
  CheckRun& run_;
  Proven proven_;
};

}  // namespace

Proven compare(const Log& log, uint8_t locality, const Registers& quoted, CheckRun& run) {
  Comparison comparison(log, locality, run);
  for (const auto& [subject, value] : quoted) {
    const auto name = parse_register_name(subject);
    if (name && name->kind == log.registers) comparison.judge(subject, *name, value);
  }
  Proven proven = comparison.take();
  if (proven.registers.empty())
    run.fail(replay_check, "quote", "none of the quoted registers is one that the log extends");
  return proven;
}

}  // namespace anchorhold::eventlog
