#include "evidence/dice/tcb_info.h"

#include <array>

#include "codec/der.h"

namespace anchorhold::dice {
namespace {

constexpr unsigned vendor_tag = 0;
constexpr unsigned model_tag = 1;
constexpr unsigned version_tag = 2;
constexpr unsigned svn_tag = 3;
constexpr unsigned layer_tag = 4;
constexpr unsigned index_tag = 5;
constexpr unsigned fwids_tag = 6;
constexpr unsigned flags_tag = 7;
constexpr unsigned vendor_info_tag = 8;
constexpr unsigned type_tag = 9;
constexpr unsigned flags_mask_tag = 10;

constexpr size_t max_infos = 32;
constexpr size_t max_fwids = 32;
constexpr size_t max_digest = 64;
constexpr size_t max_field = 4096;
constexpr size_t max_ueid = 33;
constexpr unsigned octet_bits = 8;
constexpr size_t max_flag_octets = 4;

struct KnownHash {
  std::string_view oid;
  size_t size;
};
constexpr std::array<KnownHash, 3> known_hashes = {{{"2.16.840.1.101.3.4.2.1", 32},
                                                    {"2.16.840.1.101.3.4.2.2", 48},
                                                    {"2.16.840.1.101.3.4.2.3", 64}}};

// The content of the next element if it has this implicit tag.
Result<std::optional<ByteView>> content(der::Cursor& fields, unsigned tag) {
  AH_ASSIGN(const auto element, fields.optional_element(der::context_primitive(tag)));
  if (!element) return std::optional<ByteView>();
  if (element->content.size() > max_field) return fields.error("a field is too long");
  return std::optional<ByteView>(element->content);
}

Status read_text(der::Cursor& fields, unsigned tag, std::optional<std::string>& out) {
  AH_ASSIGN(const auto value, content(fields, tag));
  if (value) out = string_of(*value);
  return {};
}

Status read_bytes(der::Cursor& fields, unsigned tag, std::optional<Bytes>& out) {
  AH_ASSIGN(const auto value, content(fields, tag));
  if (value) out = copy_of(*value);
  return {};
}

// The tag is implicit: with an INTEGER's own tag before it, DER's rules for integers apply.
Status read_number(der::Cursor& fields, unsigned tag, std::optional<uint64_t>& out) {
  AH_ASSIGN(const auto value, content(fields, tag));
  if (!value) return {};
  const Bytes whole = der::element(der::kInteger, {*value});
  der::Cursor cursor("TcbInfo number", whole);
  AH_ASSIGN(const int64_t number, cursor.small_integer());
  if (number < 0) return fields.error("a number is below zero");
  out = static_cast<uint64_t>(number);
  return {};
}

// A named bit list of at most 32 bits. Real certificates keep trailing zero bits, though DER cuts
// them off.
Status read_flags(der::Cursor& fields, unsigned tag, std::optional<uint32_t>& out) {
  AH_ASSIGN(const auto value, content(fields, tag));
  if (!value) return {};
  if (value->empty() || value->size() > 1 + max_flag_octets || value->front() >= octet_bits) {
    return fields.error("flags are not a list of at most 32 bits");
  }
  const ByteView octets = value->subspan(1);
  const unsigned unused = value->front();
  if (octets.empty() ? unused != 0 : (octets.back() & ((1U << unused) - 1)) != 0) {
    return fields.error("unused bits of the flags are set");
  }
  uint32_t flags = 0;
  for (size_t i = 0; i < octets.size() * octet_bits; ++i) {
    const unsigned place = octet_bits - 1 - static_cast<unsigned>(i % octet_bits);
    if (((unsigned{octets[i / octet_bits]} >> place) & 1U) != 0) flags |= 1U << i;
  }
  out = flags;
  return {};
}

Result<Fwid> read_fwid(der::Cursor& list) {
  AH_ASSIGN(der::Cursor fields, list.enter(der::kSequence));
  AH_ASSIGN(const der::Oid algorithm, fields.oid());
  AH_ASSIGN(const ByteView digest, fields.octet_string());
  AH_TRY(fields.finish());
  Fwid out{.algorithm = algorithm.to_text(), .digest = copy_of(digest)};
  for (const KnownHash& known : known_hashes) {
    if (out.algorithm == known.oid && digest.size() != known.size) {
      return list.error("a digest is not as long as its algorithm demands");
    }
  }
  if (digest.empty() || digest.size() > max_digest) return list.error("a digest of no known size");
  return out;
}

Status read_fwids(der::Cursor& fields, std::vector<Fwid>& out) {
  if (fields.peek() != der::context(fwids_tag)) return {};
  AH_ASSIGN(der::Cursor list, fields.enter(der::context(fwids_tag)));
  while (!list.empty()) {
    if (out.size() == max_fwids) return list.error("too many digests");
    AH_ASSIGN(Fwid fwid, read_fwid(list));
    out.push_back(std::move(fwid));
  }
  return {};
}

Result<TcbInfo> read_fields(der::Cursor fields) {
  TcbInfo out;
  AH_TRY(read_text(fields, vendor_tag, out.vendor));
  AH_TRY(read_text(fields, model_tag, out.model));
  AH_TRY(read_text(fields, version_tag, out.version));
  AH_TRY(read_number(fields, svn_tag, out.svn));
  AH_TRY(read_number(fields, layer_tag, out.layer));
  AH_TRY(read_number(fields, index_tag, out.index));
  AH_TRY(read_fwids(fields, out.fwids));
  AH_TRY(read_flags(fields, flags_tag, out.flags));
  AH_TRY(read_bytes(fields, vendor_info_tag, out.vendor_info));
  AH_TRY(read_bytes(fields, type_tag, out.type));
  AH_TRY(read_flags(fields, flags_mask_tag, out.flags_mask));
  AH_TRY(fields.finish());
  return out;
}

}  // namespace

Result<TcbInfo> read_tcb_info(ByteView value) {
  der::Cursor outer("TcbInfo", value);
  AH_ASSIGN(const der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  return read_fields(fields);
}

Result<std::vector<TcbInfo>> read_multi_tcb_info(ByteView value) {
  der::Cursor outer("MultiTcbInfo", value);
  AH_ASSIGN(der::Cursor list, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  std::vector<TcbInfo> out;
  while (!list.empty()) {
    if (out.size() == max_infos) return list.error("too many elements");
    AH_ASSIGN(const der::Cursor fields, list.enter(der::kSequence));
    AH_ASSIGN(TcbInfo info, read_fields(fields));
    out.push_back(std::move(info));
  }
  if (out.empty()) return list.error("no element");
  return out;
}

Result<Bytes> read_ueid(ByteView value) {
  der::Cursor outer("Ueid", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const ByteView ueid, fields.octet_string());
  AH_TRY(fields.finish());
  if (ueid.empty() || ueid.size() > max_ueid) return fields.error("not of 1 to 33 bytes");
  return copy_of(ueid);
}

}  // namespace anchorhold::dice
