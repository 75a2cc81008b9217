#include "evidence/nvgpu/spdm.h"

#include "base/reader.h"

namespace anchorhold::nvgpu {
namespace {

constexpr size_t max_report = size_t{64} << 10;
constexpr size_t request_size = 37;
constexpr size_t signature_size = 96;
constexpr uint8_t spdm_1_1 = 0x11;
constexpr uint8_t get_measurements = 0xe0;
constexpr uint8_t measurements_response = 0x60;
constexpr uint8_t signature_requested = 0x01;
constexpr uint8_t all_measurements = 0xff;
constexpr uint8_t max_slot = 7;
constexpr uint8_t dmtf_specification = 0x01;
constexpr uint8_t raw_bit_stream = 0x80;  // of a value type: not a digest
constexpr uint8_t highest_value_type = 9;
constexpr size_t dmtf_header = 3;

Error wrong(const Reader& reader, std::string_view what, unsigned expected, unsigned seen) {
  return reader.error(std::string(what) + " differs")
      .want(std::to_string(expected))
      .saw(std::to_string(seen));
}

Status expect(Reader& reader, std::string_view what, uint8_t expected) {
  AH_ASSIGN(const uint8_t seen, reader.u8());
  if (seen != expected) return wrong(reader, what, expected, seen);
  return {};
}

Status read_header(Reader& reader, uint8_t code) {
  AH_ASSIGN(const uint8_t version, reader.u8());
  if (version != spdm_1_1) {
    return Error{Code::unsupported, "SPDM message", "another version of SPDM"}
        .want("1.1 (17)")
        .saw(std::to_string(version));
  }
  return expect(reader, "the message code", code);
}

Status read_request(Reader& reader, Report& report) {
  AH_TRY(read_header(reader, get_measurements));
  AH_TRY(expect(reader, "the request for a signature", signature_requested));
  AH_TRY(expect(reader, "the request for all measurements", all_measurements));
  AH_ASSIGN(report.nonce, reader.bytes<32>());
  AH_ASSIGN(report.slot, reader.u8());
  if (report.slot > max_slot) return wrong(reader, "the slot", max_slot, report.slot);
  return {};
}

bool is_digest_size(size_t size) {
  return size == 32 || size == 48 || size == 64;
}

Status read_block(Reader& record, Report& report) {
  AH_ASSIGN(const uint8_t index, record.u8());
  AH_TRY(expect(record, "the measurement specification", dmtf_specification));
  AH_ASSIGN(const uint16_t size, record.u16le());
  AH_ASSIGN(const uint8_t type, record.u8());
  AH_ASSIGN(const uint16_t value_size, record.u16le());
  if (size != value_size + dmtf_header) {
    return wrong(record, "the size of a value", size,
                 static_cast<unsigned>(value_size + dmtf_header));
  }
  const bool raw = (type & raw_bit_stream) != 0;
  if ((type & ~raw_bit_stream) > highest_value_type) return record.error("unknown kind of value");
  if (!raw && !is_digest_size(value_size)) return record.error("a digest of an unknown size");
  AH_ASSIGN(const ByteView value, record.view(value_size));
  if (index == 0) return record.error("a measurement of index 0");
  if (!report.measurements.emplace(index, copy_of(value)).second) {
    return record.error("measurement " + std::to_string(index) + " occurs twice");
  }
  return {};
}

Status read_record(Reader& reader, Report& report) {
  AH_ASSIGN(const uint8_t blocks, reader.u8());
  AH_ASSIGN(const uint16_t low, reader.u16le());
  AH_ASSIGN(const uint8_t high, reader.u8());
  AH_ASSIGN(Reader record, reader.sub("measurement record", (size_t{high} << 16) | low));
  for (unsigned i = 0; i < blocks; ++i) AH_TRY(read_block(record, report));
  return record.finish();
}

Status read_response(Reader& reader, Report& report) {
  AH_TRY(read_header(reader, measurements_response));
  AH_TRY(expect(reader, "a reserved parameter", 0));
  AH_TRY(expect(reader, "the slot of the response", report.slot));
  AH_TRY(read_record(reader, report));
  AH_ASSIGN(report.device_nonce, reader.bytes<32>());
  AH_ASSIGN(const uint16_t opaque_size, reader.u16le());
  AH_ASSIGN(const ByteView opaque, reader.view(opaque_size));
  AH_ASSIGN(report.opaque, parse_opaque("opaque data", opaque));
  return {};
}

}  // namespace

Result<Report> parse_report(std::string_view object, ByteView bytes) {
  if (bytes.size() > max_report) {
    return Error{Code::limit_exceeded, std::string(object), "too large for an SPDM report"}
        .want("at most " + std::to_string(max_report) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  Reader reader(object, bytes);
  Report report;
  AH_TRY(read_request(reader, report));
  AH_TRY(read_response(reader, report));
  report.signed_size = reader.offset();
  AH_ASSIGN(const ByteView signature, reader.view(signature_size));
  report.signature = copy_of(signature);
  AH_TRY(reader.finish());
  return report;
}

bool looks_like_report(ByteView bytes) {
  return bytes.size() > request_size + 2 && bytes[0] == spdm_1_1 && bytes[1] == get_measurements &&
         bytes[request_size] == spdm_1_1 && bytes[request_size + 1] == measurements_response;
}

}  // namespace anchorhold::nvgpu
