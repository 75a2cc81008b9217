// Composite evidence of genuine pieces, bound and unbound, with altered ones and junk among them.
// What is accepted consists of the genuine pieces alone, bound to one another. (An altered piece
// that looks like evidence no more may pass for useless collateral.)
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>

#include "check.h"
#include "evidence/cmw/message.h"
#include "testkit/composite_world.h"

using namespace anchorhold;

namespace {

const testkit::CompositeWorld& world() {
  static const testkit::CompositeWorld instance;
  return instance;
}

ByteArray<64> filled(uint8_t value) {
  ByteArray<64> out{};
  std::fill_n(out.begin(), 32, value);
  return out;
}

// Pieces that carry the challenge 0x5a.., and then pieces that do not.
constexpr size_t bound_pieces = 2;
const Bytes& piece(size_t number) {
  static const std::array pieces = {world().enclave(filled(0x5a)), world().module(Bytes(32, 0x5a)),
                                    world().enclave({}), world().module(Bytes(32, 0x5b))};
  return pieces[number];
}

// The first bytes of a quote and of a document, all of them signed: text between certificates is
// not.
constexpr size_t signed_bytes = 432;

// Story: the genuine pieces that were put into the wrapper.
struct Story {
  size_t bound = 0;
  size_t unbound = 0;
};

cmw::Record any_record(FuzzedDataProvider& in, Story& story) {
  const auto number = in.ConsumeIntegralInRange<size_t>(0, 4);
  cmw::Record record{.type = std::string("application/octet-stream"), .value = {}};
  if (in.ConsumeBool()) record.type = in.ConsumeIntegral<uint16_t>();
  if (number == 4) {
    record.value = in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(1, 40));
  } else {
    record.value = piece(number);
    uint8_t mask = 0;
    if (in.ConsumeBool()) {
      mask = in.ConsumeIntegral<uint8_t>();
      record.value[in.ConsumeIntegralInRange<size_t>(0, signed_bytes - 1)] ^= mask;
    }
    if (mask == 0) (number < bound_pieces ? story.bound : story.unbound) += 1;
  }
  return record;
}

cmw::Collection any_collection(FuzzedDataProvider& in, Story& story, int depth) {
  cmw::Collection out;
  const auto count = in.ConsumeIntegralInRange<int64_t>(1, 4);
  for (int64_t i = 0; i < count; ++i) {
    if (depth > 0 && in.ConsumeBool()) {
      out.entries.push_back({i, any_collection(in, story, depth - 1)});
    } else {
      out.entries.push_back({i, any_record(in, story)});
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  Story story;
  const cmw::Message message = any_collection(in, story, 2);
  const auto answer = world().verify(cmw::encode_cbor(message));
  const Verification& result = answer.verification;
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return 0;
  fuzz::check(story.bound == 0 || story.unbound == 0);
  fuzz::check((*result.claims)->parts.size() + 1 == story.bound + story.unbound);
  return 0;
}
