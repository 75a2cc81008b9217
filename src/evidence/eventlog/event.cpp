#include "evidence/eventlog/event.h"

#include <algorithm>

#include "base/hex.h"
#include "base/writer.h"

namespace anchorhold::eventlog {

const Bytes* Event::digest(const Bank& bank) const {
  const auto found = std::ranges::find(digests, &bank, &Digest::bank);
  return found == digests.end() ? nullptr : &found->value;
}

std::string label(const Event& event, size_t number) {
  Writer type;
  type.u32be(static_cast<uint32_t>(event.type));
  return "event " + std::to_string(number) + " (type 0x" + to_hex(type.view()) + ", register " +
         std::to_string(event.index) + ")";
}

}  // namespace anchorhold::eventlog
