#pragma once
// OVMF, the guest firmware: what its image says about its own launch. Source: edk2, OvmfPkg
// ResetVector/Ia16/ResetVectorVtf0.asm (table of GUIDs before the reset vector) and
// ResetVector/X64/OvmfSevMetadata.asm.

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::snp {

inline constexpr size_t page_size = 4096;

// MetadataKind: what the pages of a section are to the virtual machine monitor.
enum class MetadataKind : uint8_t {
  sec_memory = 1,
  secrets = 2,
  cpuid = 3,
  svsm_calling_area = 4,
  kernel_hashes = 0x10,
};

struct MetadataSection {
  MetadataKind kind = MetadataKind::sec_memory;
  uint32_t address = 0;  // guest physical, of a page
  uint32_t size = 0;     // whole pages
};

// Ovmf: an image, which lies directly below 4 GiB, and its tables. What a table lacks is absent.
struct Ovmf {
  ByteView image;
  std::optional<uint32_t> reset_address;        // where the other processors start
  std::optional<uint32_t> kernel_hashes_table;  // where the hashes of the kernel are looked for
  std::vector<MetadataSection> metadata;

  uint64_t address() const { return (uint64_t{1} << 32U) - image.size(); }
};

// parse_ovmf: an image of whole pages, at most 64 MiB; sections of at most 256 MiB in all. An image
// without tables is taken, one with broken tables is malformed. `image` must outlive the result.
Result<Ovmf> parse_ovmf(ByteView image);

}  // namespace anchorhold::snp
