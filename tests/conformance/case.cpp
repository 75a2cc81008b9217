#include "case.h"

#include <algorithm>

#include "base/hex.h"
#include "codec/json_fields.h"
#include "os/file.h"

namespace anchorhold::conformance {
namespace {

namespace fs = std::filesystem;

constexpr size_t max_file = size_t{64} << 20;

// A role's value: one path or a list of them.
std::vector<std::string> paths_of(const json::Value& value) {
  if (value.is_string()) return {value.as_string()};
  std::vector<std::string> paths;
  if (value.is_array())
    for (const json::Value& item : value.as_array())
      if (item.is_string()) paths.push_back(item.as_string());
  return paths;
}

Result<std::vector<verifier::File>> read_files(const fs::path& folder, const json::Value& value) {
  std::vector<verifier::File> files;
  for (const std::string& path : paths_of(value)) {
    AH_ASSIGN(Bytes bytes, os::read_file((folder / path).string(), max_file));
    files.push_back({path, {}, std::move(bytes)});
  }
  return files;
}

Result<std::optional<Bytes>> hex_member(const json::Value& object, const char* key) {
  const json::Value* value = object.find(key);
  if (value == nullptr || !value->is_string()) return std::optional<Bytes>();
  AH_ASSIGN(Bytes bytes, from_hex(key, value->as_string()));
  return std::optional(std::move(bytes));
}

Expected read_expected(const json::Value& expect, const json::Value* claims) {
  Expected out;
  if (const auto* value = expect.find("authentic"); value != nullptr && value->is_bool())
    out.authentic = value->as_bool();
  if (const auto* value = expect.find("fails"); value != nullptr && value->is_string())
    out.fails = value->as_string();
  if (const auto* value = expect.find("tcb_status"); value != nullptr && value->is_string())
    out.tcb_status = value->as_string();
  if (const auto* value = expect.find("advisories"); value != nullptr && value->is_array()) {
    out.advisories = paths_of(*value);
    std::ranges::sort(*out.advisories);
  }
  if (const auto* value = expect.find("debug"); value != nullptr && value->is_bool())
    out.debug = value->as_bool();
  if (claims != nullptr && claims->is_object()) out.claims = claims->as_object();
  return out;
}

}  // namespace

Result<Case> read_case(const fs::path& folder) {
  const std::string path = (folder / "case.json").string();
  AH_ASSIGN(const Bytes text, os::read_file(path, max_file));
  AH_ASSIGN(const json::Value tree, json::parse(path, text_of(text)));
  json::Fields fields(path, tree);
  Case out;
  AH_ASSIGN(out.name, fields.text("name"));
  AH_ASSIGN(out.tee, fields.text("tee"));
  AH_ASSIGN(out.kind, fields.text("kind"));
  if (const json::Value* at = tree.find("at"); at != nullptr && at->is_string()) {
    AH_ASSIGN(out.at, parse_time(path + ": at", at->as_string()));
  }
  AH_ASSIGN(const json::Value* inputs, fields.object("inputs"));
  for (const auto& [role, value] : inputs->as_object()) {
    AH_ASSIGN(out.inputs[role], read_files(folder, value));
  }
  AH_ASSIGN(const json::Value* anchors, fields.array("trust_anchors"));
  AH_ASSIGN(out.trust_anchors, read_files(folder, *anchors));
  AH_ASSIGN(const json::Value* bind, fields.object("bind"));
  AH_ASSIGN(out.nonce, hex_member(*bind, "nonce"));
  AH_ASSIGN(out.user_data, hex_member(*bind, "user_data"));
  AH_ASSIGN(out.report_data, hex_member(*bind, "report_data"));
  AH_ASSIGN(const json::Value* expect, fields.object("expect"));
  out.expected = read_expected(*expect, tree.find("claims"));
  return out;
}

std::vector<fs::path> find_cases(const fs::path& root) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().filename() == "case.json") folders.push_back(entry.path().parent_path());
  std::ranges::sort(folders);
  return folders;
}

}  // namespace anchorhold::conformance
