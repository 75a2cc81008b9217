#include "aot/work_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "os/error.h"

namespace anchorhold::aot {

namespace fs = std::filesystem;

Result<WorkFolder> WorkFolder::create() {
  std::error_code failed;
  const fs::path parent = fs::temp_directory_path(failed);
  if (failed) return os::system_error("temporary folder", "cannot find", failed.value());
  std::string path = (parent / "anchorhold-build-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) return os::system_error(path, "cannot create", errno);
  return WorkFolder(std::move(path));
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace anchorhold::aot
