#include "evidence/dcap/pck.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "codec/der.h"

namespace anchorhold::dcap {
namespace {

constexpr std::string_view extension_name = "PCK certificate's SGX extension";
constexpr uint8_t enumerated = 0x0a;

// The fields are numbered below the extension's own identifier: 1.2.840.113741.1.13.1.n.
constexpr der::Oid extension_oid = der::Oid::of({1, 2, 840, 113741, 1, 13, 1});
constexpr der::Oid tcb_oid = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 2});
constexpr der::Oid configuration_oid = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 7});

// The last arc of an identifier directly below `parent`, or 0. All of Intel's are below 128.
unsigned number_below(const der::Oid& parent, const der::Oid& oid) {
  const ByteView whole = oid.content();
  const ByteView head = parent.content();
  if (whole.size() != head.size() + 1 || !std::ranges::equal(whole.first(head.size()), head))
    return 0;
  return whole.back() < 0x80 ? whole.back() : 0U;
}

template <size_t N>
Status read_octets(der::Cursor& cursor, ByteArray<N>& out) {
  AH_ASSIGN(const ByteView value, cursor.octet_string());
  if (value.size() != N) {
    return cursor.error("an octet string of " + std::to_string(value.size()) +
                        " bytes in place of " + std::to_string(N));
  }
  std::ranges::copy(value, out.begin());
  return {};
}

Result<int64_t> read_number(der::Cursor& cursor, int64_t most) {
  AH_ASSIGN(const int64_t value, cursor.small_integer());
  if (value < 0 || value > most) {
    return cursor.error("a number of " + std::to_string(value) + ", not in 0 to " +
                        std::to_string(most));
  }
  return value;
}

// Fields: walks SEQUENCE { SEQUENCE { OID, value } ... } and hands each value to `read` by its
// number, each number at most once.
template <class ReadField>
Result<std::bitset<32>> read_fields(der::Cursor fields, const der::Oid& parent, unsigned most,
                                    ReadField read) {
  std::bitset<32> seen;
  while (!fields.empty()) {
    AH_ASSIGN(der::Cursor field, fields.enter(der::kSequence));
    AH_ASSIGN(const der::Oid oid, field.oid());
    const unsigned number = number_below(parent, oid);
    if (number == 0 || number > most) return field.error("unknown field " + oid.to_text());
    if (seen.test(number)) return field.error("repeated field " + oid.to_text());
    seen.set(number);
    AH_TRY(read(number, field));
    AH_TRY(field.finish());
  }
  return seen;
}

// Components 1 to 16, PCESVN, CPUSVN: all of them.
Status read_tcb(der::Cursor& field, PckExtension& out) {
  AH_ASSIGN(const der::Cursor fields, field.enter(der::kSequence));
  const auto read = [&](unsigned number, der::Cursor& value) -> Status {
    if (number == 18) return read_octets(value, out.cpu_svn);
    AH_ASSIGN(const int64_t svn, read_number(value, number == 17 ? 0xffff : 0xff));
    if (number == 17) {
      out.pce_svn = static_cast<uint16_t>(svn);
    } else {
      out.components[number - 1] = static_cast<uint8_t>(svn);
    }
    return {};
  };
  AH_ASSIGN(const auto seen, read_fields(fields, tcb_oid, 18, read));
  if (seen.count() != 18) return field.error("a TCB with fields missing");
  return {};
}

Status read_configuration(der::Cursor& field, PlatformConfiguration& out) {
  AH_ASSIGN(const der::Cursor fields, field.enter(der::kSequence));
  const auto read = [&](unsigned number, der::Cursor& value) -> Status {
    AH_ASSIGN(const bool flag, value.boolean());
    const std::array targets = {&out.dynamic_platform, &out.cached_keys, &out.smt_enabled};
    *targets[number - 1] = flag;
    return {};
  };
  AH_TRY(read_fields(fields, configuration_oid, 3, read));
  return {};
}

Status read_sgx_type(der::Cursor& field, SgxType& out) {
  AH_ASSIGN(const der::Element type, field.expect(enumerated));
  if (type.content.size() != 1 || type.content[0] > 2) return field.error("unknown SGX type");
  out = static_cast<SgxType>(type.content[0]);
  return {};
}

Status read_field(unsigned number, der::Cursor& field, PckExtension& out) {
  switch (number) {
    case 1:
      return read_octets(field, out.ppid);
    case 2:
      return read_tcb(field, out);
    case 3:
      return read_octets(field, out.pce_id);
    case 4:
      return read_octets(field, out.fmspc);
    case 5:
      return read_sgx_type(field, out.sgx_type);
    case 6:
      return read_octets(field, out.platform_instance_id.emplace());
    default:
      return read_configuration(field, out.configuration);
  }
}

}  // namespace

std::string_view sgx_type_name(SgxType type) {
  switch (type) {
    case SgxType::standard:
      return "Standard";
    case SgxType::scalable:
      return "Scalable";
    case SgxType::scalable_with_integrity:
      break;
  }
  return "ScalableWithIntegrity";
}

Result<PckExtension> parse_pck_extension(ByteView value) {
  der::Cursor cursor(extension_name, value);
  AH_ASSIGN(const der::Cursor fields, cursor.enter(der::kSequence));
  AH_TRY(cursor.finish());
  PckExtension out;
  const auto read = [&](unsigned number, der::Cursor& field) {
    return read_field(number, field, out);
  };
  AH_ASSIGN(const auto seen, read_fields(fields, extension_oid, 7, read));
  for (unsigned number = 1; number <= 5; ++number) {
    if (!seen.test(number)) {
      return Error{
          Code::malformed, std::string(extension_name),
          "field " + std::string(sgx_extension_oid) + "." + std::to_string(number) + " is missing"};
    }
  }
  return out;
}

}  // namespace anchorhold::dcap
