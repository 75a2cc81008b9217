// Streaming and seekable decryption agree on every file that both can read. The seeds are for this
// identity and passphrase, so that mutants reach the payload.
#include "age/decrypt.h"
#include "age/seekable.h"
#include "check.h"

using namespace anchorhold;

namespace {

constexpr std::string_view kIdentity =
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

age::Keys test_keys() {
  static const age::Identity identity = *age::Identity::parse(kIdentity);
  return {std::span(&identity, 1),
          []() -> Result<SecretBytes> { return SecretBytes::copy_of(bytes_of("passphrase")); }};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const age::Rules rules{.armor = age::ArmorRule::detect, .max_scrypt_log2n = 4};
  MemorySource source(input);
  MemorySink streamed;
  const Status status = age::decrypt(source, streamed, test_keys(), rules);

  MemoryAccess access(input);
  auto reader = age::SeekableReader::open(access, test_keys(), rules);
  if (!reader.ok()) {
    fuzz::check(!status.ok() || reader.error().code == Code::unsupported);
    return 0;
  }
  Bytes plain(static_cast<size_t>(reader->size()));
  const auto count = reader->read_at(0, plain);
  fuzz::check(count.ok() == status.ok());
  if (count.ok()) fuzz::check(fuzz::same(plain, streamed.bytes()));
  return 0;
}
