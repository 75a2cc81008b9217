#include "image/manifest.h"

#include <algorithm>

#include "base/hex.h"
#include "codec/json.h"
#include "codec/json_fields.h"
#include "codec/utf8.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr std::string_view object_name = "manifest";
constexpr size_t max_texts = 1024;
constexpr size_t max_text_bytes = 128U << 10;  // what the kernel takes as one argument
constexpr size_t max_names = 256;

struct LimitRule {
  std::string_view key;
  uint64_t Limits::*member;
  int64_t min;
  int64_t max;
};

constexpr int64_t month_seconds = int64_t{30} * 86400;

constexpr LimitRule limit_rules[] = {
    {"cpu_seconds", &Limits::cpu_seconds, 1, month_seconds},
    {"memory_bytes", &Limits::memory_bytes, 1 << 20, int64_t{1} << 42},
    {"out_bytes", &Limits::out_bytes, 1, int64_t{1} << 40},
    {"processes", &Limits::processes, 1, 32768},
    {"wall_seconds", &Limits::wall_seconds, 1, month_seconds},
};

Status check_text(const std::string& place, std::string_view text) {
  if (text.size() > max_text_bytes) {
    return Error{Code::limit_exceeded, place, "too long"}.want("at most 131072 bytes");
  }
  if (text.find('\0') != std::string_view::npos || !is_utf8(text)) {
    return Error{Code::malformed, place, "text with a NUL or that is not UTF-8"};
  }
  return {};
}

Status check_count(const std::string& place, size_t count, size_t most) {
  if (count <= most) return {};
  return Error{Code::limit_exceeded, place, "too many"}
      .want("at most " + std::to_string(most))
      .saw(std::to_string(count));
}

Status check_env(const std::string& place, const std::map<std::string, std::string>& env) {
  AH_TRY(check_count(place, env.size(), max_texts));
  for (const auto& [name, value] : env) {
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const bool good = !name.empty() && is_letter(name[0]) &&
                      std::all_of(name.begin(), name.end(),
                                  [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    if (!good) {
      return Error{Code::malformed, place, "not the name of an environment variable"}
          .want("letters, digits and '_', not beginning with a digit")
          .saw(printable(name));
    }
    AH_TRY(check_text(place + "." + name, value));
  }
  return {};
}

Status check_names(const std::string& place, const std::vector<std::string>& names) {
  AH_TRY(check_count(place, names.size(), max_names));
  for (size_t i = 0; i < names.size(); ++i) {
    AH_TRY(check_name(json::item_place(place, i), names[i]));
    if (i > 0 && names[i - 1] >= names[i]) {
      return Error{Code::malformed, json::item_place(place, i), "names unsorted or repeated"}.saw(
          names[i]);
    }
  }
  return {};
}

Status check(const std::string& where, const Manifest& manifest) {
  const std::string entry = where + ".entrypoint";
  if (manifest.entrypoint.empty() || manifest.entrypoint[0] != '/') {
    return Error{Code::malformed, entry, "not an absolute path"}.saw(
        printable(manifest.entrypoint));
  }
  AH_TRY(check_path(entry, std::string_view(manifest.entrypoint).substr(1)));
  AH_TRY(check_count(where + ".args", manifest.args.size(), max_texts));
  for (size_t i = 0; i < manifest.args.size(); ++i) {
    AH_TRY(check_text(json::item_place(where + ".args", i), manifest.args[i]));
  }
  AH_TRY(check_env(where + ".env", manifest.env));
  AH_TRY(check_names(where + ".inputs", manifest.inputs));
  AH_TRY(check_names(where + ".outputs", manifest.outputs));
  for (const LimitRule& rule : limit_rules) {
    const uint64_t value = manifest.limits.*rule.member;
    if (value < static_cast<uint64_t>(rule.min) || value > static_cast<uint64_t>(rule.max)) {
      return Error{Code::malformed, where + ".limits." + std::string(rule.key), "out of range"}
          .want(std::to_string(rule.min) + " to " + std::to_string(rule.max))
          .saw(std::to_string(value));
    }
  }
  return {};
}

json::Value texts_json(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

Result<std::map<std::string, std::string>> env_of(const std::string& place,
                                                  const json::Value& value) {
  std::map<std::string, std::string> env;
  for (const auto& [name, text] : value.as_object()) {
    if (!text.is_string()) {
      return Error{Code::malformed, place + "." + printable(name), "wrong type"}
          .want("a string")
          .saw(std::string(text.type_name()));
    }
    env.emplace(name, text.as_string());
  }
  return env;
}

Result<Limits> limits_of(const std::string& place, const json::Value& value) {
  Limits limits;
  json::Fields fields(place, value);
  for (const LimitRule& rule : limit_rules) {
    AH_ASSIGN(const int64_t number, fields.integer(rule.key, rule.min, rule.max));
    limits.*rule.member = static_cast<uint64_t>(number);
  }
  AH_TRY(fields.finish());
  return limits;
}

json::Value wasm_json(const Wasm& wasm) {
  return json::Value::object({{"module", to_hex(wasm.module)},
                              {"runner", kWasmRunner},
                              {"whole_inputs", wasm.whole_inputs}});
}

Result<Wasm> wasm_of(const std::string& place, const json::Value& value) {
  json::Fields fields(place, value);
  Wasm wasm;
  AH_ASSIGN(wasm.module, fields.hex<32>("module"));
  AH_ASSIGN(const int64_t runner, fields.integer("runner", 1, json::kMaxInteger));
  if (runner != kWasmRunner) {
    return Error{Code::unsupported, fields.place("runner"), "of another version of Anchorhold"}
        .want(std::to_string(kWasmRunner))
        .saw(std::to_string(runner))
        .advise("build the image again, with the version that runs it");
  }
  AH_ASSIGN(wasm.whole_inputs, fields.boolean("whole_inputs"));
  AH_TRY(fields.finish());
  return wasm;
}

}  // namespace

Result<Bytes> encode_manifest(const Manifest& manifest) {
  AH_TRY(check(std::string(object_name), manifest));
  json::Value env = json::Value::object();
  for (const auto& [name, value] : manifest.env) env.set(name, value);
  json::Value limits = json::Value::object();
  for (const LimitRule& rule : limit_rules)
    limits.set(std::string(rule.key), manifest.limits.*rule.member);
  json::Value members = json::Value::object({
      {"args", texts_json(manifest.args)},
      {"args_from_contract", manifest.args_from_contract},
      {"entrypoint", manifest.entrypoint},
      {"env", std::move(env)},
      {"format", manifest_format},
      {"inputs", texts_json(manifest.inputs)},
      {"insecure_debug", manifest.insecure_debug},
      {"limits", std::move(limits)},
      {"outputs", texts_json(manifest.outputs)},
  });
  if (manifest.wasm) members.set("wasm", wasm_json(*manifest.wasm));
  const std::string text = json::canonical(members);
  if (text.size() > max_manifest_bytes) {
    return Error{Code::limit_exceeded, std::string(object_name), "too large"}.want("at most 1 MiB");
  }
  return copy_of(bytes_of(text));
}

Result<Manifest> parse_manifest(std::string_view object, ByteView bytes) {
  const std::string where(object);
  AH_ASSIGN(const json::Value value,
            json::parse(object, text_of(bytes),
                        {.bytes = max_manifest_bytes, .depth = 4, .values = 8192}));
  json::Fields fields(where, value);
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != manifest_format) {
    return Error{Code::unsupported, fields.place("format"), "another format or version"}
        .want(std::string(manifest_format))
        .saw(printable(format));
  }
  Manifest manifest;
  AH_ASSIGN(manifest.entrypoint, fields.text("entrypoint"));
  AH_ASSIGN(manifest.args, fields.texts("args"));
  AH_ASSIGN(manifest.args_from_contract, fields.boolean("args_from_contract"));
  AH_ASSIGN(const json::Value* env, fields.object("env"));
  AH_ASSIGN(manifest.env, env_of(fields.place("env"), *env));
  AH_ASSIGN(manifest.inputs, fields.texts("inputs"));
  AH_ASSIGN(manifest.outputs, fields.texts("outputs"));
  AH_ASSIGN(const json::Value* limits, fields.object("limits"));
  AH_ASSIGN(manifest.limits, limits_of(fields.place("limits"), *limits));
  AH_ASSIGN(const json::Value* wasm, fields.optional_object("wasm"));
  if (wasm != nullptr) {
    AH_ASSIGN(manifest.wasm, wasm_of(fields.place("wasm"), *wasm));
  }
  AH_ASSIGN(manifest.insecure_debug, fields.boolean("insecure_debug"));
  AH_TRY(fields.finish());
  AH_TRY(check(where, manifest));
  if (json::canonical(value) != text_of(bytes)) {
    return Error{Code::malformed, where, "not the canonical encoding"}
        .want("RFC 8785")
        .advise("build the image again: a manifest has exactly one encoding");
  }
  return manifest;
}

}  // namespace anchorhold::image
