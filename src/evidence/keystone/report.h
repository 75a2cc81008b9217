#pragma once
// Keystone attestation reports (keystone sm/src/sm.h, struct report).

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::keystone {

inline constexpr size_t report_size = 1352;
inline constexpr size_t max_data = 1024;

// Report: the enclave's part is signed by the security monitor's key, the monitor's part by the
// device's. Nothing in it is proven.
struct Report {
  Digest512 enclave_hash{};  // SHA3-512 of the enclave's first memory
  uint64_t data_length = 0;  // may lie: see data()
  ByteArray<max_data> data_field{};
  ByteArray<64> enclave_signature{};
  Digest512 monitor_hash{};  // SHA3-512 of the security monitor
  ByteArray<32> monitor_key{};
  ByteArray<64> monitor_signature{};
  ByteArray<32> device_key{};

  // data: what the enclave put in; malformed when the length is beyond the field. What follows it
  // in the field is not signed and means nothing.
  Result<ByteView> data() const;
};

// parse_report: exactly report_size bytes. The length of the data is not judged here, so that the
// measurements of a report that is refused for it can be told.
Result<Report> parse_report(ByteView bytes);

// enclave_message, monitor_message: what each signature covers.
Bytes enclave_message(const Report& report, ByteView data);
Bytes monitor_message(const Report& report);

}  // namespace anchorhold::keystone
