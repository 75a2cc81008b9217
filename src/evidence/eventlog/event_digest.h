#pragma once
// How an event's digest relates to its data.

#include "evidence/eventlog/event.h"

namespace anchorhold::eventlog {

enum class Measured : uint8_t {
  data,   // the digest is of the data, or of the part of it that the format names
  other,  // the digest is of something that the log does not hold: an image, a file, a table
};

// Binding: what an event's digests are of. `bytes` is the measured part of the data: only this was
// proven when the log replays, and only this may become a claim.
struct Binding {
  Measured measured = Measured::other;
  Bytes bytes = {};
  bool violated = false;  // the format demands data, or the banks disagree
};

// bind: compares an event's digests with its data in every bank that can be computed. Forms that
// real firmware and boot loaders write are known: the value of a boot variable alone, a command
// of GRUB without its prefix, an event one byte longer than what shim measured. Sources: TCG PC
// Client Platform Firmware Profile, section 10.4.1; grub 2.06 and 2.12 tpm module; shim
// tpm.c; systemd-stub.
Binding bind(const Event& event);

// must_match: the format says that this type's digest is of its data.
bool must_match(const Event& event);

}  // namespace anchorhold::eventlog
