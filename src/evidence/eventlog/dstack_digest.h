#pragma once
// What dstack extends RTMR3 with.

#include "evidence/eventlog/event.h"

namespace anchorhold::eventlog {

// dstack_digest: SHA-384 of the type (little-endian), ':', the name, ':' and the payload.
// Source: dstack, cc-eventlog, runtime events.
Bytes dstack_digest(const Event& event);

}  // namespace anchorhold::eventlog
