#include "cli/collateral_files.h"

#include <algorithm>
#include <filesystem>

#include "cli/files.h"
#include "verifier/role.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t max_files = 64;

// The role before '=', or nothing: a path may hold that sign too.
std::string_view role_of(std::string_view argument) {
  const size_t sign = argument.find('=');
  if (sign == std::string_view::npos) return "";
  const std::string_view word = argument.substr(0, sign);
  const auto& words = verifier::role::all;
  return std::ranges::find(words, word) == words.end() ? std::string_view() : word;
}

Status read_one(std::string path, std::string_view role, std::vector<verifier::File>& out) {
  AH_ASSIGN(Bytes bytes, read_document(path));
  out.push_back({std::move(path), std::string(role), std::move(bytes)});
  return {};
}

Status read_folder(const fs::path& folder, std::vector<verifier::File>& out) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const bool hidden = entry.path().filename().string().starts_with('.');
    if (!hidden && entry.is_regular_file(failed)) names.push_back(entry.path().string());
  }
  if (failed) return Error{Code::unavailable, folder.string(), failed.message()};
  if (names.size() > max_files)
    return Error{Code::limit_exceeded, folder.string(), "more than 64 files"};
  std::ranges::sort(names);
  for (std::string& name : names) AH_TRY(read_one(std::move(name), "", out));
  return {};
}

}  // namespace

Result<std::vector<verifier::File>> read_collateral(const std::vector<std::string>& paths) {
  std::vector<verifier::File> out;
  for (const std::string& argument : paths) {
    const std::string_view role = role_of(argument);
    const std::string path = role.empty() ? argument : argument.substr(role.size() + 1);
    std::error_code ignored;
    if (role.empty() && fs::is_directory(path, ignored)) {
      AH_TRY(read_folder(path, out));
    } else {
      AH_TRY(read_one(path, role, out));
    }
  }
  return out;
}

}  // namespace anchorhold::cli
