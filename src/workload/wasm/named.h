#pragma once
// Named: the first arguments of every path function, checked.

#include <string>

#include "workload/wasm/guest.h"
#include "workload/wasm/table.h"

namespace anchorhold::wasi {

// Named: a folder of the module and a path below it, not walked yet; or why there is none.
struct Named {
  explicit operator bool() const { return error == Errno::success; }

  Entry* folder = nullptr;
  std::string path = {};
  Errno error = Errno::success;
};

// path_at: the text there if check_path takes it; `fault` when it lies outside.
Errno path_at(const Guest& guest, Pointer at, Size bytes, std::string& path);

// name_below: `notdir` when the descriptor is not a folder's, `notcapable` when it lacks a right.
Named name_below(Table& table, Descriptor fd, Rights needed, const Guest& guest, Pointer at,
                 Size bytes);

// NamedInput: what a path below the folder of inputs names: one of them, or the folder itself.
struct NamedInput {
  explicit operator bool() const { return error == Errno::success; }

  std::optional<size_t> index = {};
  Errno error = Errno::success;
};

// find_input: the folder has no others in it, so that any ".." leaves it.
NamedInput find_input(const Inputs& inputs, std::string_view path);

}  // namespace anchorhold::wasi
