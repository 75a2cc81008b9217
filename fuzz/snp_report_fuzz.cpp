// Reports, ID blocks and firmware images of any bytes: what is taken keeps to its format.
#include "check.h"
#include "evidence/snp/id_block.h"
#include "evidence/snp/ovmf.h"
#include "evidence/snp/report.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto report = snp::parse_report(bytes);
  if (report.ok()) {
    const snp::Report& said = report->claimed();
    fuzz::check(size == snp::report_size && snp::looks_like_report(bytes));
    fuzz::check(said.version == 2 || said.version == 3 || said.version == 5);
    fuzz::check(said.cpuid.has_value() == (said.version >= 3));
    fuzz::check(said.launch_mit_vector.has_value() == (said.version == 5));
  }
  if (size >= snp::id_block_size)
    (void)snp::verify_id_block(bytes.first(snp::id_block_size), bytes.subspan(snp::id_block_size));
  const auto ovmf = snp::parse_ovmf(bytes);
  if (ovmf.ok()) fuzz::check(size % snp::page_size == 0);
  return 0;
}
