#include "evidence/snp/ovmf.h"

#include <algorithm>
#include <array>

#include "base/reader.h"
#include "evidence/snp/guid.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view ovmf_object = "OVMF image";
constexpr size_t most_image = size_t{64} << 20U;
constexpr uint64_t most_metadata = uint64_t{256} << 20U;
constexpr size_t footer_from_end = 32;  // the table ends where the reset vector's page tail begins
constexpr size_t guid_size = 16;
constexpr size_t entry_overhead = guid_size + 2;  // each entry ends with its length and its GUID
constexpr size_t most_sections = 64;

constexpr ByteArray<16> footer_guid = efi_guid("96b582de-1fb2-45f7-baea-a366c55a082d");
constexpr ByteArray<16> hash_table_guid = efi_guid("7255371f-3a3b-4b04-927b-1da6efa8d454");
constexpr ByteArray<16> reset_block_guid = efi_guid("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
constexpr ByteArray<16> metadata_guid = efi_guid("dc886566-984a-4798-a75e-5585a7bf67cc");

Error malformed_ovmf(std::string message) {
  return {Code::malformed, std::string(ovmf_object), std::move(message)};
}

// TableEntry: one entry, taken off the end of `table`.
struct TableEntry {
  ByteView guid;
  ByteView data;
};

Result<TableEntry> take_last(ByteView& table) {
  if (table.size() < entry_overhead) return malformed_ovmf("the table of GUIDs has a broken entry");
  const ByteView tail = table.last(entry_overhead);
  Reader in(ovmf_object, tail);
  AH_ASSIGN(const size_t size, in.u16le());
  if (size < entry_overhead || size > table.size())
    return malformed_ovmf("the table of GUIDs has an entry of impossible length");
  const ByteView entry = table.last(size);
  table = table.first(table.size() - size);
  return TableEntry{.guid = tail.last(guid_size), .data = entry.first(size - entry_overhead)};
}

Result<MetadataSection> read_section(Reader& in) {
  MetadataSection out;
  AH_ASSIGN(out.address, in.u32le());
  AH_ASSIGN(out.size, in.u32le());
  AH_ASSIGN(const uint32_t kind, in.u32le());
  if ((kind < 1 || kind > 4) && kind != 0x10) {
    return Error{Code::unsupported, std::string(ovmf_object), "a metadata section of unknown kind"}
        .saw(std::to_string(kind));
  }
  out.kind = static_cast<MetadataKind>(kind);
  if (out.address % page_size != 0 || out.size % page_size != 0)
    return malformed_ovmf("a metadata section that is not of whole pages");
  return out;
}

Status read_metadata(ByteView entry, Ovmf& ovmf) {
  Reader place(ovmf_object, entry);
  AH_ASSIGN(const uint32_t from_end, place.u32le());
  if (from_end > ovmf.image.size()) return malformed_ovmf("the metadata lie outside the image");
  Reader in(ovmf_object, ovmf.image.last(from_end));
  AH_ASSIGN(const ByteView signature, in.view(4));
  AH_ASSIGN(const uint32_t size, in.u32le());
  AH_ASSIGN(const uint32_t version, in.u32le());
  AH_ASSIGN(const uint32_t count, in.u32le());
  if (text_of(signature) != "ASEV" || version != 1 || count > most_sections ||
      size < 16 + size_t{12} * count)
    return malformed_ovmf("the header of the metadata is broken");
  uint64_t total = 0;
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const MetadataSection section, read_section(in));
    total += section.size;
    ovmf.metadata.push_back(section);
  }
  if (total <= most_metadata) return {};
  return Error{Code::limit_exceeded, std::string(ovmf_object), "metadata sections too large"}.want(
      "at most 256 MiB in all");
}

Result<uint32_t> first_number(ByteView data) {
  Reader in(ovmf_object, data);
  return in.u32le();
}

Status read_entry(const TableEntry& entry, Ovmf& ovmf) {
  if (std::ranges::equal(entry.guid, reset_block_guid)) {
    AH_ASSIGN(ovmf.reset_address, first_number(entry.data));
  } else if (std::ranges::equal(entry.guid, hash_table_guid)) {
    AH_ASSIGN(const uint32_t address, first_number(entry.data));
    if (address != 0) ovmf.kernel_hashes_table = address;
  } else if (std::ranges::equal(entry.guid, metadata_guid)) {
    if (!ovmf.metadata.empty()) return malformed_ovmf("the metadata are named twice");
    return read_metadata(entry.data, ovmf);
  }
  return {};
}

}  // namespace

Result<Ovmf> parse_ovmf(ByteView image) {
  if (image.empty() || image.size() % page_size != 0 || image.size() > most_image) {
    return Error{Code::malformed, std::string(ovmf_object), "wrong length"}
        .want("whole pages of 4096 bytes, at most 64 MiB")
        .saw(std::to_string(image.size()) + " bytes");
  }
  Ovmf out;
  out.image = image;
  ByteView table = image.first(image.size() - footer_from_end);
  const ByteView footer = table.last(guid_size);
  if (!std::ranges::equal(footer, footer_guid)) return out;
  // The footer's length counts the whole table, the footer included.
  Reader in(ovmf_object, table.last(entry_overhead));
  AH_ASSIGN(const size_t size, in.u16le());
  if (size < entry_overhead || size > table.size())
    return malformed_ovmf("the table of GUIDs is longer than the image");
  table = table.last(size);
  table = table.first(size - entry_overhead);
  while (!table.empty()) {
    AH_ASSIGN(const TableEntry entry, take_last(table));
    AH_TRY(read_entry(entry, out));
  }
  return out;
}

}  // namespace anchorhold::snp
