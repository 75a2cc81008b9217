#pragma once
// The table of hashes of kernel, initial RAM disk and command line that QEMU puts into guest
// memory, so that the launch measures what OVMF then loads. Source: QEMU, target/i386/sev.c; edk2,
// OvmfPkg/AmdSev.

#include <string_view>

#include "base/bytes.h"

namespace anchorhold::snp {

// Kernel: what is booted directly. An initial RAM disk or command line that is not given is empty.
struct Kernel {
  ByteView image;
  ByteView initrd;
  std::string_view command_line;  // without the zero byte at its end
};

// kernel_hashes_table: the table of 176 bytes.
Bytes kernel_hashes_table(const Kernel& kernel);

}  // namespace anchorhold::snp
