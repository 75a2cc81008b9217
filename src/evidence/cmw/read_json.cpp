#include "base/base64.h"
#include "codec/json.h"
#include "evidence/cmw/read.h"
#include "evidence/cmw/shape.h"
#include "evidence/cmw/types.h"

namespace anchorhold::cmw {
namespace {

Error malformed_json(std::string message) {
  return Error{Code::malformed, "JSON CMW", std::move(message)};
}

Result<Message> read_record(const json::Array& items) {
  if (items.size() != 2 && items.size() != 3)
    return malformed_json("a record is not of two or three items");
  if (!items[0].is_string()) return malformed_json("the type of a record is not text");
  if (!items[1].is_string()) return malformed_json("the value of a record is not text");
  AH_ASSIGN(Bytes value, from_base64("JSON CMW", items[1].as_string(), Base64::url));
  std::optional<uint64_t> indicators;
  if (items.size() == 3) {
    if (!items[2].is_integer() || items[2].as_integer() < 0)
      return malformed_json("the indicator of a record is not a number");
    indicators = static_cast<uint64_t>(items[2].as_integer());
  }
  AH_ASSIGN(Record record, make_record(items[0].as_string(), std::move(value), indicators));
  return Message(std::move(record));
}

Result<Message> read_message(const json::Value& value, Count& count);

Result<Message> read_collection(const json::Object& members, Count& count) {
  AH_TRY(count.enter());
  Collection out;
  for (const auto& [label, member] : members) {
    if (label == collection_type_key) {
      if (!member.is_string()) return malformed_json("the collection's type is not text");
      out.type = member.as_string();
      continue;
    }
    AH_ASSIGN(Message message, read_message(member, count));
    AH_TRY(add_entry(out, label, std::move(message)));
  }
  AH_TRY(check_collection(out));
  count.leave();
  return Message(std::move(out));
}

Result<Message> read_message(const json::Value& value, Count& count) {
  AH_TRY(count.entry());
  if (value.is_array()) return read_record(value.as_array());
  if (value.is_object()) return read_collection(value.as_object(), count);
  return malformed_json("neither a record nor a collection").saw(std::string(value.type_name()));
}

Result<json::Value> json_of(const Message& message) {
  if (const auto* record = std::get_if<Record>(&message)) {
    AH_ASSIGN(std::string type, media_type_of(record->type));
    json::Array items = {json::Value(std::move(type)),
                         json::Value(to_base64(record->value, Base64::url))};
    if (record->indicators) items.emplace_back(*record->indicators);
    return json::Value(std::move(items));
  }
  const auto& collection = std::get<Collection>(message);
  json::Object members;
  if (collection.type) members.emplace(collection_type_key, *collection.type);
  for (const Entry& entry : collection.entries) {
    AH_ASSIGN(json::Value value, json_of(entry.message));
    members.emplace(label_text(entry.label), std::move(value));
  }
  return json::Value(std::move(members));
}

}  // namespace

Result<Message> read_json(ByteView bytes) {
  AH_ASSIGN(const json::Value value, json::parse("JSON CMW", text_of(bytes), json_limits));
  Count count;
  return read_message(value, count);
}

Result<std::string> encode_json(const Message& message) {
  AH_ASSIGN(const json::Value value, json_of(message));
  return json::canonical(value);
}

}  // namespace anchorhold::cmw
