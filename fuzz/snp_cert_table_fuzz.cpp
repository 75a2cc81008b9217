// Certificate tables of any bytes: every entry lies inside the table, behind the header, and on
// nothing else.
#include "check.h"
#include "evidence/snp/cert_table.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView table(data, size);
  const auto entries = snp::parse_cert_table(table);
  (void)snp::certificates_in(table, nullptr);
  if (!entries.ok()) return 0;
  size_t total = 24 * (entries->size() + 1);
  for (const snp::CertTableEntry& entry : *entries) {
    fuzz::check(!entry.data.empty());
    fuzz::check(entry.data.data() >= data + 24 * (entries->size() + 1));
    fuzz::check(entry.data.data() + entry.data.size() <= data + size);
    total += entry.data.size();
  }
  fuzz::check(total <= size);
  return 0;
}
