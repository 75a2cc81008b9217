#pragma once
// Little-endian integers, as the structures of processors have them.

#include "base/bytes.h"

namespace anchorhold::testkit {

inline void put_u16(Bytes& out, uint16_t value) {
  out.push_back(static_cast<uint8_t>(value & 0xff));
  out.push_back(static_cast<uint8_t>(value >> 8));
}

inline void put_u32(Bytes& out, uint32_t value) {
  put_u16(out, static_cast<uint16_t>(value & 0xffff));
  put_u16(out, static_cast<uint16_t>(value >> 16));
}

}  // namespace anchorhold::testkit
