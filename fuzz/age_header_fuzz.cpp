// A header that is taken has one encoding, and cutting it from the front of a file finds the same
// bytes.
#include "age/header.h"
#include "check.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto whole = age::parse_header(input);
  if (whole.ok()) fuzz::check(fuzz::same(bytes_of(age::encode_header(*whole)), input));
  MemorySource source(input);
  BufferedBlocks blocks(source);
  const auto cut = age::read_header_bytes(blocks);
  if (!cut.ok()) {
    fuzz::check(!whole.ok());
    return 0;
  }
  fuzz::check(fuzz::same(*cut, input.first(cut->size())));
  if (whole.ok()) fuzz::check(cut->size() == size);
  return 0;
}
