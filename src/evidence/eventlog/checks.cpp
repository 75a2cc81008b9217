#include "evidence/eventlog/checks.h"

#include <array>

namespace anchorhold::eventlog {

const Check structure_check = {
    "eventlog.structure",
    Stage::structure,
    "a TCG, CCEL, CEL, dstack or IMA log, complete, without anything but padding after it",
    "TCG PC Client Platform Firmware Profile section 10; TCG Canonical Event Log section 5",
    "give the log as the machine wrote it, of the same boot as the quote",
    "A log that can be read in two ways could show the verifier another boot than the one that was "
    "measured."};
const Check replay_check = {
    "eventlog.replay",
    Stage::event_log,
    "each quoted register, from the digests of the log",
    "TCG PC Client Platform Firmware Profile section 10.3; Intel TDX module, TDG.MR.RTMR.EXTEND",
    "get log and quote together, from one boot; if they are, reject: the log was altered",
    "The log is only a story until its digests lead to the registers that the hardware signed. "
    "Without the replay anyone could tell another boot."};
const Check digests_check = {
    "eventlog.digests",
    Stage::event_log,
    "the digest of the event's data, where the type says so, and the same in all banks",
    "TCG PC Client Platform Firmware Profile section 10.4.1",
    "reject the log: what it says is not what was measured",
    "Replay proves digests, not the text beside them. An attacker can keep the digest of a "
    "variable or a separator and write other data next to it."};
const Check separators_check = {
    "eventlog.separators",
    Stage::event_log,
    "at most one separator for each PCR of the firmware, called by its type; none after a "
    "workload's launch",
    "TCG PC Client Platform Firmware Profile section 10.4.1, EV_SEPARATOR",
    "reject the log: it hides where firmware ends and the operating system begins",
    "Software that runs later can extend registers too. The separator shows which events are "
    "firmware's; a second or a renamed one would pass off later events as earlier ones."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 4> table = {&structure_check, &replay_check,
                                                        &digests_check, &separators_check};
  return table;
}

}  // namespace anchorhold::eventlog
