// Documents with things wrong, some of them well signed. Whatever was altered after signing is
// refused; whatever is accepted bears the names that its chain proves; and the cache never changes
// a verdict.
#include <fuzzer/FuzzedDataProvider.h>

#include "check.h"
#include "codec/cbor.h"
#include "codec/cose.h"
#include "evidence/nsm/verify.h"
#include "testkit/forged_nsm.h"

using namespace anchorhold;

namespace {

constexpr const char* keys[] = {"module_id", "digest",     "timestamp", "pcrs",  "certificate",
                                "cabundle",  "public_key", "user_data", "nonce", "other"};

const testkit::NsmForge& forge() {
  static const testkit::NsmForge instance;
  return instance;
}

Bytes take_bytes(FuzzedDataProvider& in, size_t most) {
  return in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, most));
}

void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

void edit_document(FuzzedDataProvider& in, nsm::Document& document) {
  const size_t place = in.ConsumeIntegralInRange<size_t>(0, document.cabundle.size() - 1);
  switch (in.ConsumeIntegralInRange(0, 6)) {
    case 0:
      flip(in, document.certificate);
      break;
    case 1:
      flip(in, document.cabundle[place]);
      break;
    case 2:
      std::swap(document.cabundle[place], document.cabundle.back());
      break;
    case 3:
      document.cabundle[place] = document.certificate;
      break;
    case 4:
      document.cabundle.push_back(document.cabundle[place]);
      break;
    case 5:
      document.module_id = in.ConsumeRandomLengthString(60);
      for (char& c : document.module_id) c = static_cast<char>(c & 0x7f);  // text, as CBOR has it
      break;
    default:
      document.pcrs[in.ConsumeIntegralInRange(0U, 31U)].fill(in.ConsumeIntegral<uint8_t>());
  }
}

void edit_payload(FuzzedDataProvider& in, testkit::PayloadEntries& entries) {
  const char* key = in.PickValueInArray(keys);
  switch (in.ConsumeIntegralInRange(0, 4)) {
    case 0:
      entries.remove(key);
      break;
    case 1:
      entries.set(key, testkit::cbor_bytes(take_bytes(in, 1100)));
      break;
    case 2:
      entries.set(key, testkit::cbor_text(in.ConsumeRandomLengthString(100)));
      break;
    case 3:
      entries.append(key, take_bytes(in, 100));
      break;
    default:
      entries.set(key, take_bytes(in, 100));
  }
}

Bytes signed_document(FuzzedDataProvider& in) {
  nsm::Document document = forge().document();
  while (in.ConsumeBool()) edit_document(in, document);
  if (document.cabundle.empty()) return {};
  testkit::PayloadEntries entries(document);
  while (in.ConsumeBool()) edit_payload(in, entries);
  const auto form = in.ConsumeBool() ? testkit::MapForm::indefinite : testkit::MapForm::definite;
  return forge().sign_payload(entries.encode(form));
}

bool accepted(ByteView bytes, crypto::CertificateCache* cache) {
  const std::vector<nsm::Anchor> anchors = {nsm::NitroAnchor{}, forge().anchor()};
  const auto result = nsm::verify_document(bytes, anchors, testkit::NsmForge::at(), cache);
  fuzz::check(result.document.has_value() == result.findings.accepted());
  if (!result.document) return false;
  const nsm::AnchoredDocument& document = **result.document;
  fuzz::check(document.anchor == forge().anchor());
  fuzz::check(document.module_id == testkit::NsmForge::module_id());
  fuzz::check(document.pcrs.at(4) == forge().document().pcrs.at(4));
  fuzz::check(document.certificate == forge().chain().leaf());
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  static const Bytes good = forge().good();
  const bool alter_only = in.ConsumeBool();
  Bytes bytes = alter_only ? good : signed_document(in);
  if (alter_only) {
    while (in.remaining_bytes() > 0) flip(in, bytes);
  }
  static crypto::CertificateCache cache(64);
  const bool verdict = accepted(bytes, nullptr);
  fuzz::check(verdict == accepted(bytes, &cache));
  if (alter_only) fuzz::check(verdict == (bytes == good));
  return 0;
}
