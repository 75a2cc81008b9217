#include "workload/wasm/named.h"

#include <algorithm>
#include <climits>

#include "workload/wasm/path.h"

namespace anchorhold::wasi {

namespace {

// Without what leads nowhere: "." and slashes, at the path's front.
std::string_view without_dots(std::string_view path) {
  for (;;) {
    if (path == ".") return {};
    if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with('/')) {
      path.remove_prefix(1);
    } else {
      return path;
    }
  }
}

}  // namespace

Errno path_at(const Guest& guest, Pointer at, Size bytes, std::string& path) {
  const auto place = guest.range(at, bytes);
  if (!place) return Errno::fault;
  const Errno result = check_path(text_of(*place));
  if (result == Errno::success) path = string_of(*place);
  return result;
}

Named name_below(Table& table, Descriptor fd, Rights needed, const Guest& guest, Pointer at,
                 Size bytes) {
  const Entry* const any = table.find(fd);
  if (any != nullptr && any->kind != Kind::folder && any->kind != Kind::inputs)
    return {.error = Errno::notdir};
  const Found folder = table.find_with(fd, needed);
  if (!folder) return {.error = folder.error};
  Named named{.folder = folder.entry};
  named.error = path_at(guest, at, bytes, named.path);
  return named;
}

NamedInput find_input(const Inputs& inputs, std::string_view path) {
  path = without_dots(path);
  if (path.empty()) return {};
  const std::string_view name = path.substr(0, path.find('/'));
  if (name == "..") return {.error = Errno::perm};
  if (name.size() > NAME_MAX) return {.error = Errno::nametoolong};
  const auto& list = inputs.list();
  const auto found = std::find_if(list.begin(), list.end(),
                                  [name](const Input& input) { return input.name == name; });
  if (found == list.end()) return {.error = Errno::noent};
  if (name.size() < path.size()) return {.error = Errno::notdir};
  return {.index = static_cast<size_t>(found - list.begin())};
}

}  // namespace anchorhold::wasi
