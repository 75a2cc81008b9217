// A record that is read has distinct names, an encrypted one whole blocks, and only the signed
// record is authentic.
#include <set>

#include "check.h"
#include "evidence/ibmse/record.h"
#include "evidence/ibmse/verify.h"
#include "testkit/forged_ibmse.h"

using namespace anchorhold;

namespace {

void check_record(ByteView bytes) {
  const auto record = ibmse::parse_record("record", bytes);
  if (!record.ok()) return;
  std::set<std::string> names;
  for (const auto& [name, digest] : record->checksums) fuzz::check(names.insert(name).second);
  for (const auto& [label, value] : record->header) fuzz::check(names.insert(label).second);
  fuzz::check(!record->checksums.empty());
}

void check_encrypted(ByteView bytes) {
  const auto record = ibmse::parse_encrypted_record("record", bytes);
  if (!record.ok()) return;
  fuzz::check(ibmse::looks_like_encrypted_record(bytes));
  fuzz::check(record->content.size() % 16 == 0 && record->salt.size() == 8);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const testkit::IbmForge forge;
  static const auto certificates = forge.certificates();
  static const auto lists = forge.lists();
  static const GivenAnchor anchor = forge.anchor();
  static const std::string good = testkit::IbmForge::record();
  static const Bytes signature = testkit::IbmForge::sign(bytes_of(good));
  static crypto::CertificateCache cache;

  const ByteView bytes(data, size);
  check_record(bytes);
  check_encrypted(bytes);
  const Verification result =
      ibmse::verify_record(bytes, signature, {.certificates = certificates, .crls = lists},
                           std::span(&anchor, 1), testkit::IbmForge::at(), &cache);
  fuzz::check(result.claims.has_value() == fuzz::same(bytes, bytes_of(good)));
  return 0;
}
