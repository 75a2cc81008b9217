#include "evidence/hcl/td_report.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/hex.h"

namespace anchorhold::hcl {
namespace {

constexpr std::string_view td_report_object = "TDREPORT";

// Field: a part of the quote's body, and where it stands in the TDREPORT.
struct Field {
  std::string_view name;
  size_t offset;
  size_t size;
};
constexpr Field report_data = {"REPORTDATA", 128, 64};
// In the order of the quote's body.
constexpr std::array<Field, 15> fields = {{{"TEE_TCB_SVN", 264, 16},
                                           {"MRSEAM", 280, 48},
                                           {"MRSIGNERSEAM", 328, 48},
                                           {"SEAM ATTRIBUTES", 376, 8},
                                           {"TD ATTRIBUTES", 512, 8},
                                           {"XFAM", 520, 8},
                                           {"MRTD", 528, 48},
                                           {"MRCONFIGID", 576, 48},
                                           {"MROWNER", 624, 48},
                                           {"MROWNERCONFIG", 672, 48},
                                           {"RTMR0", 720, 48},
                                           {"RTMR1", 768, 48},
                                           {"RTMR2", 816, 48},
                                           {"RTMR3", 864, 48},
                                           report_data}};

Status check_size(ByteView td_report) {
  if (td_report.size() == td_report_size) return {};
  return Error{Code::malformed, std::string(td_report_object), "wrong size"}
      .want(std::to_string(td_report_size) + " bytes")
      .saw(std::to_string(td_report.size()));
}

}  // namespace

Result<Bytes> report_data_of(ByteView td_report) {
  AH_TRY(check_size(td_report));
  return copy_of(td_report.subspan(report_data.offset, report_data.size));
}

Result<Bytes> quote_body_of(ByteView td_report) {
  AH_TRY(check_size(td_report));
  Bytes out;
  for (const Field& field : fields) append(out, td_report.subspan(field.offset, field.size));
  return out;
}

Status check_same_td(ByteView td_report, ByteView quote_body) {
  AH_TRY(check_size(td_report));
  if (quote_body.size() < quote_body_size) {
    return Error{Code::malformed, "TD quote", "body too short"}
        .want(std::to_string(quote_body_size) + " bytes")
        .saw(std::to_string(quote_body.size()));
  }
  size_t offset = 0;
  for (const Field& field : fields) {
    const ByteView reported = td_report.subspan(field.offset, field.size);
    const ByteView quoted = quote_body.subspan(offset, field.size);
    offset += field.size;
    if (std::ranges::equal(reported, quoted)) continue;
    return Error{Code::denied, "TD quote",
                 std::string(field.name) + " is not that of the TDREPORT in the HCL report"}
        .want(to_hex(reported))
        .saw(to_hex(quoted))
        .advise("give the TD quote that was made from this HCL report");
  }
  return {};
}

}  // namespace anchorhold::hcl
