#include "contract/author.h"

#include "contract/decode.h"
#include "contract/names.h"

namespace anchorhold::contract {

namespace {

// Every member `member` of every entry of `table` that is a text names a file.
Status collect_files(Draft& draft, const char* table, const char* member) {
  const json::Value* entries = draft.tree.find(table);
  if (entries == nullptr || !entries->is_object()) return {};
  for (const auto& [name, entry] : entries->as_object()) {
    const json::Value* file = entry.find(member);
    if (file == nullptr || !file->is_string()) continue;
    const std::string path = std::string(kRoot) + "." + table + "." + name + "." + member;
    if (auto fine = check_file_name(path, file->as_string()); !fine)
      return draft.locate(fine.take_error());
    draft.files.insert(file->as_string());
  }
  return {};
}

}  // namespace

Result<Draft> parse_toml(std::string_view object, std::string_view text) {
  AH_ASSIGN(toml::Document document, toml::parse(object, text, kRoot));
  Draft draft{std::move(document), {}};
  AH_TRY(collect_files(draft, "parties", "file"));
  AH_TRY(collect_files(draft, "outputs", "schema"));
  return draft;
}

}  // namespace anchorhold::contract
