#pragma once
// What the standard says of a file, from what the kernel says of it.

#include <sys/stat.h>

#include <array>
#include <ctime>
#include <optional>

#include "workload/wasm/inputs.h"
#include "workload/wasm/types.h"

namespace anchorhold::wasi {

// filetype_of: of the mode that stat gives. A pipe is `unknown`: the standard has no name for it.
Filetype filetype_of(mode_t mode);
// filetype_of_entry: of the d_type of a directory's entry.
Filetype filetype_of_entry(unsigned char type);

Filestat filestat_of(const struct stat& status);

// Inputs stand on a device of their own, with their folder first.
inline constexpr uint64_t inputs_folder_inode = 1;
inline uint64_t input_inode(size_t index) {
  return index + inputs_folder_inode + 1;
}
Filestat filestat_of_inputs();
Filestat filestat_of_input(const Inputs& inputs, size_t index);

// file_times: the times as utimensat takes them, last access first; nothing (inval) when the flags
// name one twice, or are unknown.
std::optional<std::array<timespec, 2>> file_times(uint64_t accessed, uint64_t modified,
                                                  uint32_t flags);

}  // namespace anchorhold::wasi
