#include "scratch.h"

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "os/error.h"

namespace anchorhold::wasi_suite {

namespace fs = std::filesystem;

namespace {

Error failed(const fs::path& path, const std::error_code& error) {
  return {Code::unavailable, path.string(), error.message()};
}

// below: stays inside of the folder that it is joined to.
bool below(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const fs::path& part : path)
    if (part == "..") return false;
  return true;
}

void remove_leftovers(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> leftovers;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored))
    if (entry.path().extension() == ".cleanup") leftovers.push_back(entry.path());
  for (const fs::path& path : leftovers) fs::remove_all(path, ignored);
}

}  // namespace

Result<Scratch> Scratch::make() {
  std::string name = (fs::temp_directory_path() / "anchorhold-wasi-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return os::system_error(name, "cannot make it", errno);
  return Scratch(name);
}

Scratch::~Scratch() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<fs::path> Scratch::copy_in(const fs::path& from, const std::string& name) {
  if (!below(name)) {
    return Error{Code::denied, name, "a folder that is not below the module's own"};
  }
  const fs::path copy = (path_ / name).lexically_normal();
  std::error_code error;
  fs::create_directories(copy.parent_path(), error);
  if (error) return failed(copy, error);
  if (!fs::exists(from / name)) {
    fs::create_directory(copy, error);
    if (error) return failed(copy, error);
    return copy;
  }
  fs::copy(from / name, copy,
           fs::copy_options::recursive | fs::copy_options::copy_symlinks |
               fs::copy_options::skip_existing,
           error);
  if (error) return failed(from / name, error);
  remove_leftovers(copy);
  return copy;
}

}  // namespace anchorhold::wasi_suite
