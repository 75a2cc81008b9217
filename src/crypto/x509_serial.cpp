#include "crypto/x509_serial.h"

namespace anchorhold::crypto {

Result<ByteView> read_serial(der::Cursor& fields) {
  constexpr size_t max_serial = 20;
  AH_ASSIGN(ByteView serial, fields.integer());
  if (serial.size() > 1 && serial[0] == 0) serial = serial.subspan(1);
  if (serial.size() > max_serial) return fields.error("the serial number is longer than 20 bytes");
  return serial;
}

}  // namespace anchorhold::crypto
