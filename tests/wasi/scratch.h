#pragma once
// Scratch: a folder that goes away with its owner. Cases change their folders: each works on a
// copy.

#include <filesystem>
#include <string>

#include "base/result.h"

namespace anchorhold::wasi_suite {

class Scratch {
 public:
  static Result<Scratch> make();
  ~Scratch();
  Scratch(Scratch&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  Scratch& operator=(Scratch&&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // copy_in: the folder `name` below `from`, with the same name below this one, without what
  // earlier runs of the suite left behind (names that end in .cleanup); empty when there is none.
  // Returns the copy.
  Result<std::filesystem::path> copy_in(const std::filesystem::path& from, const std::string& name);

 private:
  explicit Scratch(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace anchorhold::wasi_suite
