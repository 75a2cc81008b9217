#include "contract/decode.h"

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxArgs = 256;
constexpr size_t kMaxArgBytes = 4096;

Result<std::vector<std::string>> decode_args(json::Fields& fields) {
  if (!fields.has("args")) return std::vector<std::string>{};
  AH_ASSIGN(auto args, fields.texts("args"));
  if (args.size() > kMaxArgs)
    return malformed(fields.place("args"), "too many").want("at most 256");
  for (const std::string& arg : args) {
    if (arg.size() > kMaxArgBytes || arg.find('\0') != std::string::npos) {
      return malformed(fields.place("args"), "an argument with a NUL, or longer than 4096 bytes");
    }
  }
  return args;
}

Result<std::optional<WasmCode>> decode_wasm(json::Fields& workload, Stage stage) {
  AH_ASSIGN(const json::Value* table, workload.optional_object("wasm"));
  if (table == nullptr) return std::optional<WasmCode>();
  json::Fields fields(workload.place("wasm"), *table);
  WasmCode wasm;
  AH_ASSIGN(const std::string module, fields.text("module"));
  AH_ASSIGN(wasm.module, prefixed_sha256(fields.place("module"), module));
  if (stage == Stage::sealed || fields.has("whole_inputs")) {
    AH_ASSIGN(wasm.whole_inputs, fields.boolean("whole_inputs"));
  }
  AH_TRY(fields.finish());
  return std::optional<WasmCode>(wasm);
}

}  // namespace

Result<Workload> decode_workload(json::Fields& fields, Stage stage) {
  AH_ASSIGN(const json::Value* table, fields.object("workloads"));
  const std::string where = fields.place("workloads");
  AH_TRY(check_entries(where, table->as_object(), 1));
  if (table->as_object().empty()) return malformed(where, "empty").want("exactly one workload");
  const auto& [name, value] = *table->as_object().begin();
  json::Fields entry(place_below(where, name), value);
  Workload workload;
  workload.name = name;
  AH_ASSIGN(workload.provider, entry.text("provider"));
  AH_ASSIGN(const auto image, entry.optional_text("image"));
  if (image) {
    AH_TRY(prefixed_sha256(entry.place("image"), *image));
    workload.image = *image;
  } else if (stage == Stage::sealed) {
    return malformed(entry.place("image"), "missing");
  }
  AH_ASSIGN(workload.args, decode_args(entry));
  AH_ASSIGN(workload.image_signer, entry.optional_text("image_signer"));
  AH_ASSIGN(workload.wasm, decode_wasm(entry, stage));
  AH_TRY(entry.finish());
  return workload;
}

}  // namespace anchorhold::contract
