#include "forged_tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace anchorhold::testkit {
namespace {

constexpr size_t block_size = 512;

void put(Bytes& block, size_t at, const std::string& text) {
  for (size_t i = 0; i < text.size() && i < 100; ++i) block[at + i] = static_cast<uint8_t>(text[i]);
}

std::string octal(unsigned long value, int digits) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*lo", digits, value);
  return text;
}

void add_block(Bytes& out, const TarMember& member, const std::string& content) {
  Bytes block(block_size);
  put(block, 0, member.path);
  put(block, 100, octal(member.mode, 7));
  put(block, 108, octal(member.uid, 7));
  put(block, 116, octal(member.uid, 7));
  put(block, 124, octal(content.size(), 11));
  put(block, 136, octal(static_cast<unsigned long>(member.time), 11));
  put(block, 148, "        ");
  block[156] = static_cast<uint8_t>(member.type);
  put(block, 157, member.link);
  put(block, 257, "ustar");
  put(block, 263, "00");
  unsigned long sum = 0;
  for (const uint8_t byte : block) sum += byte;
  put(block, 148, octal(sum, 6) + std::string(1, '\0') + " ");
  append(out, block);
  append(out, bytes_of(content));
  out.resize((out.size() + block_size - 1) / block_size * block_size);
}

std::string pax_record(const std::string& text) {
  size_t size = text.size() + 3;
  while (std::to_string(size).size() + text.size() + 2 != size) ++size;
  return std::to_string(size) + " " + text + "\n";
}

}  // namespace

Bytes forge_tar(const std::vector<TarMember>& members) {
  Bytes out;
  for (const TarMember& member : members) {
    std::string pax;
    if (member.path.size() > 100) pax += pax_record("path=" + member.path);
    if (!member.capability.empty()) {
      pax += pax_record("SCHILY.xattr.security.capability=" + member.capability);
    }
    if (!pax.empty()) add_block(out, {.path = "pax", .type = 'x'}, pax);
    add_block(out, member, member.content);
  }
  out.resize(out.size() + 2 * block_size);
  return out;
}

Bytes pack(ByteView bytes, Packing packing) {
  if (packing == Packing::none) return copy_of(bytes);
  const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(),
                                                           &archive_write_free);
  archive_write_set_format_raw(writer.get());
  if (packing == Packing::gzip) {
    archive_write_add_filter_gzip(writer.get());
  } else {
    archive_write_add_filter_zstd(writer.get());
  }
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  Bytes out(bytes.size() + (1U << 20));
  size_t used = 0;
  archive_write_open_memory(writer.get(), out.data(), out.size(), &used);
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       &archive_entry_free);
  archive_entry_set_pathname(entry.get(), "data");
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK) std::abort();
  archive_write_data(writer.get(), bytes.data(), bytes.size());
  archive_write_close(writer.get());
  out.resize(used);
  return out;
}

}  // namespace anchorhold::testkit
