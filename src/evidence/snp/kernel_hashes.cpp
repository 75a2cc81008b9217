#include "evidence/snp/kernel_hashes.h"

#include "crypto/hash.h"
#include "evidence/snp/guid.h"

namespace anchorhold::snp {
namespace {

constexpr ByteArray<16> hashes_guid = efi_guid("9438d606-4f22-4cc9-b479-a793d411fd21");
constexpr ByteArray<16> command_line_guid = efi_guid("97d02dd8-bd20-4c94-aa78-e7714d36ab2a");
constexpr ByteArray<16> initrd_guid = efi_guid("44baf731-3a2f-4bd7-9af1-41e29169781d");
constexpr ByteArray<16> kernel_guid = efi_guid("4de79437-abd2-427f-b835-d5b172d2045b");
constexpr uint8_t hash_entry_size = 16 + 2 + 32;
constexpr uint8_t hash_table_size = 16 + 2 + 3 * hash_entry_size;
constexpr size_t padded_size = 176;  // a multiple of 16

void add_head(Bytes& table, const ByteArray<16>& guid, uint8_t size) {
  append(table, guid);
  append(table, ByteArray<2>{size, 0});
}

void add_entry(Bytes& table, const ByteArray<16>& guid, const Digest256& digest) {
  add_head(table, guid, hash_entry_size);
  append(table, digest);
}

}  // namespace

Bytes kernel_hashes_table(const Kernel& kernel) {
  constexpr ByteArray<1> end = {0};
  Bytes table;
  add_head(table, hashes_guid, hash_table_size);
  add_entry(table, command_line_guid, crypto::sha256({bytes_of(kernel.command_line), end}));
  add_entry(table, initrd_guid, crypto::sha256(kernel.initrd));
  add_entry(table, kernel_guid, crypto::sha256(kernel.image));
  table.resize(padded_size);
  return table;
}

}  // namespace anchorhold::snp
