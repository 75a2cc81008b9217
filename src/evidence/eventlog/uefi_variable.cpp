#include "evidence/eventlog/uefi_variable.h"

#include "base/reader.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

constexpr size_t code_unit = 2;
constexpr Guid efi_cert_x509 = {0xa1, 0x59, 0xc0, 0xa5, 0xe4, 0x94, 0xa7, 0x4a,
                                0x87, 0xb5, 0xab, 0x15, 0x5c, 0x2b, 0xf0, 0x72};

Result<SignatureCount> count_list(Reader& in) {
  constexpr size_t head_size = 28;
  constexpr size_t owner_size = sizeof(Guid);
  AH_ASSIGN(const Guid type, in.bytes<sizeof(Guid)>());
  AH_ASSIGN(const uint32_t list_size, in.u32le());
  AH_ASSIGN(const uint32_t header_size, in.u32le());
  AH_ASSIGN(const uint32_t signature_size, in.u32le());
  if (list_size < head_size) return in.error("signature list shorter than its head");
  AH_ASSIGN(Reader list, in.sub("signature list", list_size - head_size));
  AH_TRY(list.view(header_size));
  const size_t signatures = list.remaining();
  if (signature_size <= owner_size || signatures % signature_size != 0)
    return in.error("signature list is no multiple of its signatures' size");
  const uint64_t count = signatures / signature_size;
  return type == efi_cert_x509 ? SignatureCount{count, 0} : SignatureCount{0, count};
}

}  // namespace

const Guid efi_global_variable = {0x61, 0xdf, 0xe4, 0x8b, 0xca, 0x93, 0xd2, 0x11,
                                  0xaa, 0x0d, 0x00, 0xe0, 0x98, 0x03, 0x2b, 0x8c};
const Guid efi_image_security = {0xcb, 0xb2, 0x19, 0xd7, 0x3a, 0x3d, 0x96, 0x45,
                                 0xa3, 0xbc, 0xda, 0xd0, 0x0e, 0x67, 0x65, 0x6f};
const Guid shim_lock = {0x50, 0xab, 0x5d, 0x60, 0x46, 0xe0, 0x00, 0x43,
                        0xab, 0xb6, 0x3d, 0xd8, 0x10, 0xdd, 0x8b, 0x23};

Result<Variable> parse_variable(ByteView data, size_t slack) {
  Reader in("UEFI variable", data);
  Variable out;
  AH_ASSIGN(out.vendor, in.bytes<sizeof(Guid)>());
  AH_ASSIGN(const uint64_t units, in.u64le());
  AH_ASSIGN(const uint64_t size, in.u64le());
  if (units > in.remaining() / code_unit) return in.error("name longer than the event");
  AH_ASSIGN(const ByteView name, in.view(code_unit * units));
  AH_ASSIGN(out.name, utf16_text("UEFI variable name", name));
  out.value_offset = in.offset();
  AH_ASSIGN(const ByteView value, in.view(size));
  out.value = copy_of(value);
  if (in.remaining() > slack) return in.finish().take_error();
  return out;
}

Result<SignatureCount> count_signatures(ByteView database) {
  SignatureCount out;
  Reader in("signature database", database);
  while (!in.empty()) {
    AH_ASSIGN(const SignatureCount list, count_list(in));
    out.certificates += list.certificates;
    out.others += list.others;
  }
  return out;
}

}  // namespace anchorhold::eventlog
