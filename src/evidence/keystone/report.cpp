#include "evidence/keystone/report.h"

#include "base/reader.h"

namespace anchorhold::keystone {

constexpr std::string_view object = "Keystone report";

Result<ByteView> Report::data() const {
  if (data_length > max_data) {
    return Error{Code::malformed, std::string(object), "the data is longer than its field"}
        .want("at most " + std::to_string(max_data) + " bytes")
        .saw(std::to_string(data_length));
  }
  return ByteView(data_field).first(static_cast<size_t>(data_length));
}

Result<Report> parse_report(ByteView bytes) {
  if (bytes.size() != report_size) {
    return Error{Code::malformed, std::string(object), "wrong size"}
        .want(std::to_string(report_size) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  Reader reader(object, bytes);
  Report out;
  AH_ASSIGN(out.enclave_hash, reader.bytes<64>());
  AH_ASSIGN(out.data_length, reader.u64le());
  AH_ASSIGN(out.data_field, reader.bytes<max_data>());
  AH_ASSIGN(out.enclave_signature, reader.bytes<64>());
  AH_ASSIGN(out.monitor_hash, reader.bytes<64>());
  AH_ASSIGN(out.monitor_key, reader.bytes<32>());
  AH_ASSIGN(out.monitor_signature, reader.bytes<64>());
  AH_ASSIGN(out.device_key, reader.bytes<32>());
  AH_TRY(reader.finish());
  return out;
}

Bytes enclave_message(const Report& report, ByteView data) {
  Bytes out = copy_of(report.enclave_hash);
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<uint8_t>(report.data_length >> shift));
  }
  append(out, data);
  return out;
}

Bytes monitor_message(const Report& report) {
  Bytes out = copy_of(report.monitor_hash);
  append(out, report.monitor_key);
  return out;
}

}  // namespace anchorhold::keystone
