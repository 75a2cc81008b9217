#pragma once
// A memo of the last measurement, since hashing the agent takes longer than everything else in a
// launch.

#include <optional>
#include <string>

#include "image/loaded.h"
#include "image/registers.h"

namespace anchorhold::enclave {

// Measurable: the bytes that PCR0, PCR1 and PCR2 are functions of.
struct Measurable {
  ByteView agent;
  ByteView manifest;
  ByteView layer;
};

// MeasuredMemo: one file that holds the registers and the measured bytes themselves, not a name or
// a date for them. It is used only when every byte is equal; then the registers are what hashing
// would give. Whoever can write the folder can read the software root's key beside it, and so gains
// nothing.
class MeasuredMemo {
 public:
  explicit MeasuredMemo(std::string folder) : path_(std::move(folder) + "/measured") {}

  // recall: the registers of exactly these bytes, when they were the last to be remembered.
  std::optional<image::Registers> recall(const Measurable& measurable) const;

  // remember: replaces the memo. A failure costs only time at the next launch; nothing too large to
  // be worth it is kept.
  void remember(const Measurable& measurable, const image::Registers& registers) const;

 private:
  std::string path_;
};

}  // namespace anchorhold::enclave
