#include "spec.h"

#include "codec/json.h"
#include "os/file.h"

namespace anchorhold::wasi_suite {
namespace {

constexpr size_t max_spec = size_t{1} << 20;

// Reading: one object of the JSON, and the spec that it adds to.
struct Reading {
  const std::string& file;
  Spec& spec;

  Error wrong(const std::string& member) const {
    return Error{Code::malformed, file, "member \"" + member + "\" is not of its type"};
  }
};

Result<std::vector<std::string>> texts_of(const Reading& in, const std::string& key,
                                          const json::Value& value) {
  if (!value.is_array()) return in.wrong(key);
  std::vector<std::string> out;
  for (const json::Value& item : value.as_array()) {
    if (!item.is_string()) return in.wrong(key);
    out.push_back(item.as_string());
  }
  return out;
}

Status read_env(const Reading& in, const json::Value& value) {
  if (!value.is_object()) return in.wrong("env");
  for (const auto& [name, text] : value.as_object()) {
    if (!text.is_string()) return in.wrong("env");
    in.spec.env.push_back(name + "=" + text.as_string());
  }
  return {};
}

Status read_dirs(const Reading& in, const json::Value& value) {
  AH_ASSIGN(const std::vector<std::string> names, texts_of(in, "dirs", value));
  for (const std::string& name : names) in.spec.dirs.push_back({name, name});
  return {};
}

Status read_exit_code(const Reading& in, const json::Value& value) {
  if (!value.is_integer()) return in.wrong("exit_code");
  in.spec.exit_code = static_cast<int>(value.as_integer());
  return {};
}

Status read_text(const Reading& in, const std::string& key, const json::Value& value,
                 std::optional<std::string>& to) {
  if (!value.is_string()) return in.wrong(key);
  to = to.value_or("") + value.as_string();
  return {};
}

// How the module is started: in both forms.
Result<bool> read_start(const Reading& in, const std::string& key, const json::Value& value) {
  if (key == "args") {
    AH_ASSIGN(in.spec.args, texts_of(in, key, value));
  } else if (key == "env") {
    AH_TRY(read_env(in, value));
  } else if (key == "dirs") {
    AH_TRY(read_dirs(in, value));
  } else if (key == "root") {
    if (!value.is_string()) return in.wrong(key);
    in.spec.dirs.push_back({value.as_string(), "/"});
  } else {
    return false;
  }
  return true;
}

Status read_members(const Reading& in, const json::Object& members) {
  for (const auto& [key, value] : members) {
    if (value.is_null()) continue;
    AH_ASSIGN(const bool known, read_start(in, key, value));
    if (known) continue;
    if (key == "exit_code") {
      AH_TRY(read_exit_code(in, value));
    } else if (key == "stdout") {
      AH_TRY(read_text(in, key, value, in.spec.out));
    } else if (key == "stderr") {
      AH_TRY(read_text(in, key, value, in.spec.err));
    } else {
      in.spec.unknown.push_back(key);
    }
  }
  return {};
}

std::string text_or(const json::Object& members, const char* key, const char* otherwise) {
  const auto found = members.find(key);
  return found != members.end() && found->second.is_string() ? found->second.as_string()
                                                             : otherwise;
}

Status read_operation(const Reading& in, const json::Object& members) {
  const std::string type = text_or(members, "type", "");
  const std::string payload = text_or(members, "payload", "");
  if (type == "run") {
    for (const auto& [key, value] : members) {
      AH_ASSIGN(const bool known, read_start(in, key, value));
      if (!known && key != "type") in.spec.unknown.push_back("run." + key);
    }
  } else if (type == "write") {
    in.spec.input += payload;
  } else if (type == "read") {
    auto& to = text_or(members, "id", "stdout") == "stderr" ? in.spec.err : in.spec.out;
    to = to.value_or("") + payload;
  } else if (type == "wait") {
    const auto code = members.find("exit_code");
    if (code != members.end()) AH_TRY(read_exit_code(in, code->second));
  } else {
    return Error{Code::unsupported, in.file, "operation \"" + type + "\""}.want(
        "run, write, read or wait: preview 1 has no network");
  }
  return {};
}

}  // namespace

Result<Spec> read_spec(const std::filesystem::path& module) {
  Spec spec;
  const std::string file = std::filesystem::path(module).replace_extension(".json").string();
  if (!std::filesystem::exists(file)) return spec;
  AH_ASSIGN(const Bytes text, os::read_file(file, max_spec));
  AH_ASSIGN(const json::Value tree, json::parse(file, text_of(text)));
  const Reading in{file, spec};
  if (!tree.is_object()) return Error{Code::malformed, file, "not an object"};
  const json::Value* operations = tree.find("operations");
  if (operations == nullptr) {
    AH_TRY(read_members(in, tree.as_object()));
    return spec;
  }
  if (!operations->is_array()) return in.wrong("operations");
  spec.only_beginning = true;
  for (const json::Value& operation : operations->as_array()) {
    if (!operation.is_object()) return in.wrong("operations");
    AH_TRY(read_operation(in, operation.as_object()));
  }
  return spec;
}

}  // namespace anchorhold::wasi_suite
