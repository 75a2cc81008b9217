#include "contract/decode.h"
#include "contract/names.h"
#include "contract/schema.h"

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxOutputs = 64;
constexpr size_t kMaxColumns = 1024;
constexpr size_t kMaxBuckets = 64;
constexpr size_t kMaxColumnNameBytes = 128;
constexpr size_t kMaxSchemaBytes = 256 << 10;
// One share per approver, and a share's number is one byte.
constexpr int64_t kMaxApprovers = 255;

Result<Format> decode_format(json::Fields& fields) {
  AH_ASSIGN(const std::string name, fields.text("format"));
  for (const Format format : {Format::bytes, Format::json, Format::csv}) {
    if (name == format_name(format)) return format;
  }
  return malformed(fields.place("format"), "no such format")
      .want("bytes, json or csv")
      .saw(printable(name));
}

Result<Column> decode_column(const std::string& where, const json::Value& value) {
  json::Fields fields(where, value);
  Column column;
  AH_ASSIGN(column.name, fields.text("name"));
  AH_TRY(check_text(fields.place("name"), column.name, kMaxColumnNameBytes));
  AH_ASSIGN(const std::string type, fields.text("type"));
  AH_TRY(fields.finish());
  for (const auto known :
       {ColumnType::integer, ColumnType::number, ColumnType::text, ColumnType::boolean}) {
    if (type == column_type_name(known)) {
      column.type = known;
      return column;
    }
  }
  return malformed(fields.place("type"), "no such type")
      .want("integer, number, text or boolean")
      .saw(printable(type));
}

Result<std::vector<Column>> decode_columns(json::Fields& fields) {
  std::vector<Column> columns;
  AH_ASSIGN(const json::Value* array, fields.optional_array("columns"));
  if (array == nullptr) return columns;
  const std::string where = fields.place("columns");
  if (array->as_array().size() > kMaxColumns)
    return malformed(where, "too many").want("at most 1024");
  std::set<std::string> names;
  for (size_t i = 0; i < array->as_array().size(); ++i) {
    AH_ASSIGN(Column column, decode_column(json::item_place(where, i), array->as_array()[i]));
    if (!names.insert(column.name).second) {
      return malformed(where, "two columns of one name").saw("\"" + printable(column.name) + "\"");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

Result<std::set<int64_t>> decode_buckets(json::Fields& fields) {
  std::set<int64_t> buckets;
  AH_ASSIGN(const json::Value* array, fields.optional_array("buckets"));
  if (array == nullptr) return buckets;
  const std::string where = fields.place("buckets");
  if (array->as_array().size() > kMaxBuckets)
    return malformed(where, "too many").want("at most 64");
  for (const json::Value& item : array->as_array()) {
    if (!item.is_integer() || item.as_integer() < 1 || item.as_integer() > kMaxOutputBytes) {
      return malformed(where, "not a size in bytes").want("integers of 1 or more");
    }
    if (!buckets.insert(item.as_integer()).second)
      return malformed(where, "a size stands here twice");
  }
  return buckets;
}

Result<std::optional<MinGroupSize>> decode_group_rule(json::Fields& fields) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("min_group_size"));
  if (table == nullptr) return std::optional<MinGroupSize>{};
  json::Fields rule_fields(fields.place("min_group_size"), *table);
  MinGroupSize rule;
  AH_ASSIGN(rule.column, rule_fields.text("column"));
  AH_ASSIGN(rule.at_least, rule_fields.integer("at_least", 1, json::kMaxInteger));
  AH_TRY(rule_fields.finish());
  return std::optional(std::move(rule));
}

Result<std::optional<ApproveRule>> decode_approve(json::Fields& fields) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("approve"));
  if (table == nullptr) return std::optional<ApproveRule>{};
  json::Fields rule_fields(fields.place("approve"), *table);
  ApproveRule rule;
  AH_ASSIGN(rule.by, text_set(rule_fields, "by"));
  AH_ASSIGN(rule.at_least, rule_fields.integer("at_least", 1, kMaxApprovers));
  AH_ASSIGN(rule.preview, rule_fields.boolean_or("preview", false));
  AH_ASSIGN(rule.approver_may_receive, rule_fields.boolean_or("approver_may_receive", false));
  AH_TRY(rule_fields.finish());
  return std::optional(std::move(rule));
}

Result<std::optional<json::Value>> decode_schema(json::Fields& fields) {
  AH_ASSIGN(const json::Value* schema, fields.optional_object("schema"));
  if (schema == nullptr) return std::optional<json::Value>{};
  const size_t size = json::canonical(*schema).size();
  if (size > kMaxSchemaBytes) {
    return Error{Code::limit_exceeded, fields.place("schema"), "the schema is too large"}
        .want("at most " + std::to_string(kMaxSchemaBytes) + " bytes")
        .saw(std::to_string(size));
  }
  AH_TRY(check_schema(fields.place("schema"), *schema));
  return std::optional(*schema);
}

Result<Output> decode_output(const std::string& where, const json::Value& value) {
  json::Fields fields(where, value);
  Output output;
  AH_ASSIGN(output.recipients, text_set(fields, "recipients"));
  AH_ASSIGN(output.max_bytes, fields.integer("max_bytes", 1, kMaxOutputBytes));
  AH_ASSIGN(output.buckets, decode_buckets(fields));
  AH_ASSIGN(output.format, decode_format(fields));
  AH_ASSIGN(output.schema, decode_schema(fields));
  AH_ASSIGN(output.columns, decode_columns(fields));
  AH_ASSIGN(output.min_group_size, decode_group_rule(fields));
  AH_ASSIGN(output.approve, decode_approve(fields));
  AH_TRY(fields.finish());
  return output;
}

}  // namespace

Result<std::map<std::string, Output>> decode_outputs(json::Fields& fields) {
  AH_ASSIGN(const json::Value* table, fields.object("outputs"));
  const std::string where = fields.place("outputs");
  AH_TRY(check_entries(where, table->as_object(), kMaxOutputs));
  std::map<std::string, Output> outputs;
  for (const auto& [name, value] : table->as_object()) {
    AH_ASSIGN(Output output, decode_output(place_below(where, name), value));
    outputs.emplace(name, std::move(output));
  }
  return outputs;
}

Result<std::optional<LogOutput>> decode_log(json::Fields& fields) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("log"));
  if (table == nullptr) return std::optional<LogOutput>{};
  json::Fields log_fields(fields.place("log"), *table);
  LogOutput log;
  AH_ASSIGN(log.recipients, text_set(log_fields, "recipients"));
  AH_ASSIGN(log.max_bytes, log_fields.integer("max_bytes", 1, kMaxOutputBytes));
  AH_TRY(log_fields.finish());
  return std::optional(std::move(log));
}

}  // namespace anchorhold::contract
