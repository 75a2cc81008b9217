// The author's conveniences replaced by what they stand for: file names by contents, "5m" by
// seconds.

#include <charconv>

#include "contract/author.h"
#include "contract/decode.h"
#include "contract/names.h"
#include "contract/party_file.h"

namespace anchorhold::contract {

namespace {

std::string member_path(std::string_view table, std::string_view name, std::string_view member) {
  return std::string(kRoot) + "." + std::string(table) + "." + std::string(name) + "." +
         std::string(member);
}

Result<std::string_view> content_of(const Files& files, const std::string& path,
                                    const std::string& name) {
  const auto found = files.find(name);
  if (found == files.end())
    return Error{Code::not_found, path, "names a file that was not read"}.saw(printable(name));
  return text_of(found->second);
}

Status take_from_file(json::Object& party, const std::string& path, const char* member,
                      json::Value value) {
  if (party.contains(member)) {
    return Error{Code::malformed, path + "." + member,
                 "is given here and by the party file as well"}
        .advise("take one of the two out");
  }
  party.insert_or_assign(member, std::move(value));
  return {};
}

Status embed_party(const Files& files, const std::string& name, json::Value& entry) {
  const json::Value* reference = entry.find("file");
  if (reference == nullptr || !reference->is_string()) return {};
  const std::string path = std::string(kRoot) + ".parties." + name;
  AH_ASSIGN(const std::string_view text, content_of(files, path + ".file", reference->as_string()));
  auto parsed = parse_party_file(printable(reference->as_string()), text);
  if (!parsed) return parsed.take_error().in(path + ".file");
  const PartyFile& file = *parsed;
  if (file.name != name) {
    return Error{Code::malformed, path + ".file", "is the file of another party"}.want(name).saw(
        file.name);
  }
  json::Object& party = entry.as_object();
  AH_TRY(take_from_file(party, path, "signing_key", file.signing_key.to_text()));
  if (!file.recipient.empty()) AH_TRY(take_from_file(party, path, "recipient", file.recipient));
  if (file.release_key)
    AH_TRY(take_from_file(party, path, "release_key", file.release_key->to_text()));
  if (!party.contains("roles") && !file.roles.empty()) {
    json::Array roles;
    for (const Role role : file.roles) roles.push_back(role_name(role));
    party.insert_or_assign("roles", std::move(roles));
  }
  party.erase("file");
  return {};
}

Status embed_schema(const Files& files, const std::string& name, json::Value& entry) {
  const json::Value* reference = entry.find("schema");
  if (reference == nullptr) return {};
  const std::string path = member_path("outputs", name, "schema");
  if (!reference->is_string()) {
    return Error{Code::malformed, path, "must name a file"}.want("schema = \"model.schema.json\"");
  }
  AH_ASSIGN(const std::string_view text, content_of(files, path, reference->as_string()));
  auto schema = json::parse(printable(reference->as_string()), text);
  if (!schema) return schema.take_error().in(path);
  entry.set("schema", std::move(*schema));
  return {};
}

// "90s", "5m", "2h".
Status read_max_age(json::Value& tree) {
  const json::Value* tee = tree.find("tee");
  const json::Value* written = tee == nullptr ? nullptr : tee->find("max_age");
  if (written == nullptr) return {};
  const std::string path = std::string(kRoot) + ".tee.max_age";
  const Error bad =
      Error{Code::malformed, path, "not a duration"}.want("a text like \"90s\", \"5m\" or \"2h\"");
  if (!written->is_string()) return bad;
  const std::string& text = written->as_string();
  int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, count);
  constexpr int64_t kMaxCount = 1'000'000;
  if (failure != std::errc() || end - rest != 1 || count < 1 || count > kMaxCount) return bad;
  switch (*rest) {
    case 's':
      break;
    case 'm':
      count *= 60;
      break;
    case 'h':
      count *= 3600;
      break;
    default:
      return bad;
  }
  json::Value replaced = *tee;
  replaced.set("max_age", count);
  tree.set("tee", std::move(replaced));
  return {};
}

template <class Embed>
Status embed_each(json::Value& tree, const char* table, Embed embed) {
  const json::Value* entries = tree.find(table);
  if (entries == nullptr || !entries->is_object()) return {};
  json::Value embedded = *entries;
  for (auto& [name, entry] : embedded.as_object()) {
    if (entry.is_object()) AH_TRY(embed(name, entry));
  }
  tree.set(table, std::move(embedded));
  return {};
}

Result<Contract> resolve_tree(json::Value tree, const Files& files) {
  AH_TRY(embed_each(tree, "parties", [&](const auto& name, auto& entry) {
    return embed_party(files, name, entry);
  }));
  AH_TRY(embed_each(tree, "outputs", [&](const auto& name, auto& entry) {
    return embed_schema(files, name, entry);
  }));
  AH_TRY(read_max_age(tree));
  return decode_contract(tree, Stage::draft);
}

}  // namespace

Result<Contract> resolve(const Draft& draft, const Files& files) {
  auto contract = resolve_tree(draft.tree, files);
  if (!contract) return draft.locate(contract.take_error());
  return contract;
}

}  // namespace anchorhold::contract
