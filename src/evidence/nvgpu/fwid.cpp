#include "evidence/nvgpu/fwid.h"

#include "codec/der.h"

namespace anchorhold::nvgpu {
namespace {

constexpr std::string_view fwid_extension = "FWID extension";
constexpr der::Oid sha384 = der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2});
constexpr size_t sha384_size = 48;
constexpr unsigned fwids_field = 6;

// FWID ::= SEQUENCE { hashAlg OBJECT IDENTIFIER, digest OCTET STRING }
Result<Bytes> read_fwid(der::Cursor fwid) {
  AH_ASSIGN(const der::Oid algorithm, fwid.oid());
  AH_ASSIGN(const ByteView digest, fwid.octet_string());
  AH_TRY(fwid.finish());
  if (algorithm != sha384 || digest.size() != sha384_size) {
    return Error{Code::unsupported, std::string(fwid_extension), "another digest"}
        .want("SHA-384")
        .saw(algorithm.to_text());
  }
  return copy_of(digest);
}

Result<Bytes> read_composite(der::Cursor fields) {
  AH_ASSIGN(const int64_t version, fields.small_integer());
  if (version != 1) return fields.error("unknown version");
  AH_TRY(fields.expect(der::kSequence));  // the device's own key
  AH_ASSIGN(const der::Cursor fwid, fields.enter(der::kSequence));
  AH_TRY(fields.finish());
  return read_fwid(fwid);
}

Result<Bytes> read_tcb_info(der::Cursor fields) {
  while (!fields.empty()) {
    AH_ASSIGN(const der::Element field, fields.next());
    if (field.tag != der::context(fwids_field)) continue;
    der::Cursor fwids(fwid_extension, field.content);
    AH_ASSIGN(const der::Cursor fwid, fwids.enter(der::kSequence));
    return read_fwid(fwid);
  }
  return fields.error("it has no FWID");
}

Result<Bytes> read_extension(ByteView value) {
  der::Cursor outer(fwid_extension, value);
  AH_ASSIGN(const der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  return fields.peek() == der::kInteger ? read_composite(fields) : read_tcb_info(fields);
}

}  // namespace

Result<std::optional<Bytes>> certificate_fwid(const crypto::Certificate& certificate) {
  std::optional<Bytes> out;
  for (const std::string_view oid : fwid_oids) {
    const crypto::Extension* extension = certificate.find_extension(oid);
    if (extension == nullptr) continue;
    AH_ASSIGN(Bytes fwid, read_extension(extension->value));
    if (out && *out != fwid) {
      return Error{Code::malformed, std::string(fwid_extension),
                   "two extensions name different firmware"};
    }
    out = std::move(fwid);
  }
  return out;
}

}  // namespace anchorhold::nvgpu
