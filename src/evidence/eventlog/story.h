#pragma once
// Story: the events of a log with what their digests say about their data.

#include <vector>

#include "evidence/eventlog/event_digest.h"
#include "evidence/eventlog/log.h"

namespace anchorhold::eventlog {

// Of each kind of thing that a log lists, at most so many are claimed.
inline constexpr size_t most_listed = 512;

struct Told {
  Event event;
  Binding binding;
};

// Story: what claims are made from: after a replay against a quote, only events of registers that
// agreed, with only the digests of the banks that agreed.
struct Story {
  RegisterKind registers = RegisterKind::pcr;
  std::vector<Told> events = {};
};

}  // namespace anchorhold::eventlog
