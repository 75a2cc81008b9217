#pragma once
// A private folder that is gone afterwards.

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::aot {

class WorkFolder {
 public:
  static Result<WorkFolder> create();
  ~WorkFolder();
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkFolder& operator=(WorkFolder&&) = delete;

  const std::string& path() const { return path_; }
  std::string at(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace anchorhold::aot
