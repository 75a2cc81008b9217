#include "cli/collateral_files.h"

#include <algorithm>
#include <filesystem>

#include "cli/files.h"
#include "verifier/material.h"
#include "verifier/role.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

using verifier::Material;

// The role before '=', or nothing: a path may hold that sign too.
std::string_view role_of(std::string_view argument) {
  const size_t sign = argument.find('=');
  if (sign == std::string_view::npos) return "";
  const std::string_view word = argument.substr(0, sign);
  const auto& words = verifier::role::all;
  return std::ranges::find(words, word) == words.end() ? std::string_view() : word;
}

// Collected: the files so far, and how many bytes there is room for.
class Collected {
 public:
  Status read(std::string path, std::string_view role) {
    if (files_.size() == Material::max_files)
      return Material::too_much(std::move(path), "it is one file too many");
    Result<Bytes> bytes = read_document(path, room_);
    if (!bytes.ok()) {
      if (bytes.error().code != Code::limit_exceeded) return bytes.take_error();
      return Material::too_much(std::move(path), "with it the files are too large");
    }
    room_ -= bytes->size();
    files_.push_back({std::move(path), std::string(role), *std::move(bytes)});
    return {};
  }

  std::vector<verifier::File> take() && { return std::move(files_); }

 private:
  std::vector<verifier::File> files_;
  size_t room_ = Material::max_bytes;
};

Status read_folder(const fs::path& folder, Collected& out) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    if (entry->path().filename().string().starts_with('.')) continue;
    std::error_code unknown;
    const bool is_file = entry->is_regular_file(unknown);
    // It may be a link to the very list that would have refused.
    if (unknown) return Error{Code::unavailable, entry->path().string(), unknown.message()};
    if (!is_file) continue;
    if (names.size() == Material::max_files)
      return Material::too_much(folder.string(), "too many files");
    names.push_back(entry->path().string());
  }
  if (failed) return Error{Code::unavailable, folder.string(), failed.message()};
  std::ranges::sort(names);
  for (std::string& name : names) AH_TRY(out.read(std::move(name), ""));
  return {};
}

}  // namespace

Result<std::vector<verifier::File>> read_collateral(const std::vector<std::string>& paths) {
  Collected out;
  for (const std::string& argument : paths) {
    const std::string_view role = role_of(argument);
    const std::string path = role.empty() ? argument : argument.substr(role.size() + 1);
    std::error_code ignored;
    if (role.empty() && fs::is_directory(path, ignored)) {
      AH_TRY(read_folder(path, out));
    } else {
      AH_TRY(out.read(path, role));
    }
  }
  return std::move(out).take();
}

}  // namespace anchorhold::cli
