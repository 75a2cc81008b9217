#pragma once
// The mutations that every parser is put through.

#include "base/bytes.h"

namespace anchorhold::testkit {

// for_each_truncation: f(prefix) for every prefix of `input` but the whole. Each is a copy of
// exactly its size, so that a sanitizer sees a read past the end.
template <class F>
void for_each_truncation(ByteView input, F f) {
  for (size_t size = 0; size < input.size(); ++size) {
    const Bytes prefix = copy_of(input.first(size));
    f(ByteView(prefix));
  }
}

// for_each_bit_flip: f(mutant, bit) for every single bit of `input` inverted.
template <class F>
void for_each_bit_flip(ByteView input, F f) {
  Bytes mutant = copy_of(input);
  for (size_t bit = 0; bit < 8 * input.size(); ++bit) {
    const auto mask = static_cast<uint8_t>(1U << (bit % 8));
    mutant[bit / 8] ^= mask;
    f(ByteView(mutant), bit);
    mutant[bit / 8] ^= mask;
  }
}

}  // namespace anchorhold::testkit
