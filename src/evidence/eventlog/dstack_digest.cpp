#include "evidence/eventlog/dstack_digest.h"

#include "crypto/hash.h"

namespace anchorhold::eventlog {

Bytes dstack_digest(const Event& event) {
  constexpr unsigned bits_of_byte = 8;
  Bytes input;
  for (unsigned i = 0; i < sizeof(EventType); ++i)
    input.push_back(static_cast<uint8_t>(static_cast<uint32_t>(event.type) >> (bits_of_byte * i)));
  input.push_back(':');
  append(input, bytes_of(event.name));
  input.push_back(':');
  append(input, event.data);
  return crypto::hash(crypto::HashKind::sha384, input);
}

}  // namespace anchorhold::eventlog
