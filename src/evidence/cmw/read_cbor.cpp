#include "codec/cbor.h"
#include "evidence/cmw/read.h"
#include "evidence/cmw/shape.h"

namespace anchorhold::cmw {
namespace {

Error malformed_cbor(std::string message) {
  return Error{Code::malformed, "CBOR CMW", std::move(message)};
}

Result<Type> read_type(const cbor::Value& value) {
  constexpr uint64_t last_format = 65535;
  if (value.as_text()) return Type(std::string(*value.as_text()));
  const auto number = value.as_uint();
  if (!number || *number > last_format)
    return malformed_cbor("the type is neither a media type nor a content format");
  return Type(static_cast<uint16_t>(*number));
}

Result<Message> read_record(const cbor::Value& value) {
  const auto& items = value.items();
  if (items.size() != 2 && items.size() != 3)
    return malformed_cbor("a record is not of two or three items");
  AH_ASSIGN(Type type, read_type(items[0]));
  if (!items[1].as_bytes()) return malformed_cbor("the value of a record is not a byte string");
  std::optional<uint64_t> indicators;
  if (items.size() == 3) {
    indicators = items[2].as_uint();
    if (!indicators) return malformed_cbor("the indicator of a record is not a number");
  }
  AH_ASSIGN(Record record, make_record(std::move(type), copy_of(*items[1].as_bytes()), indicators));
  return Message(std::move(record));
}

Result<Message> read_tag(const cbor::Value& value) {
  const auto format = content_format_of(value.argument());
  const auto bytes = value.items().front().as_bytes();
  if (!format || !bytes)
    return malformed_cbor("a tag that is not a content format over a byte string");
  AH_ASSIGN(Record record, make_record(*format, copy_of(*bytes), std::nullopt));
  return Message(std::move(record));
}

Result<Message> read_message(const cbor::Value& value, Count& count);

Result<Label> read_label(const cbor::Value& key) {
  if (key.as_text()) return Label(std::string(*key.as_text()));
  if (key.as_int()) return Label(*key.as_int());
  return malformed_cbor("a label is neither text nor an integer");
}

Result<Message> read_collection(const cbor::Value& map, Count& count) {
  AH_TRY(count.enter());
  Collection out;
  for (size_t i = 0; i < map.map_size(); ++i) {
    if (map.key(i).as_text() == collection_type_key) {
      if (!map.value(i).as_text()) return malformed_cbor("the collection's type is not text");
      out.type = std::string(*map.value(i).as_text());
      continue;
    }
    AH_ASSIGN(Label label, read_label(map.key(i)));
    AH_ASSIGN(Message message, read_message(map.value(i), count));
    AH_TRY(add_entry(out, std::move(label), std::move(message)));
  }
  AH_TRY(check_collection(out));
  count.leave();
  return Message(std::move(out));
}

Result<Message> read_message(const cbor::Value& value, Count& count) {
  AH_TRY(count.entry());
  switch (value.kind()) {
    case cbor::Kind::array:
      return read_record(value);
    case cbor::Kind::tag:
      return read_tag(value);
    case cbor::Kind::map:
      return read_collection(value, count);
    default:
      return malformed_cbor("neither a record nor a tag nor a collection")
          .saw(std::string(cbor::kind_name(value.kind())));
  }
}

void encode_message(const Message& message, cbor::Encoder& out);

void encode_record(const Record& record, cbor::Encoder& out) {
  out.array(record.indicators ? 3 : 2);
  if (const auto* number = std::get_if<uint16_t>(&record.type)) {
    out.uint(*number);
  } else {
    out.text(std::get<std::string>(record.type));
  }
  out.bytes(record.value);
  if (record.indicators) out.uint(*record.indicators);
}

void encode_collection(const Collection& collection, cbor::Encoder& out) {
  out.map(collection.entries.size() + (collection.type ? 1 : 0));
  if (collection.type) out.text(collection_type_key).text(*collection.type);
  for (const Entry& entry : collection.entries) {
    if (const auto* number = std::get_if<int64_t>(&entry.label)) {
      out.integer(*number);
    } else {
      out.text(std::get<std::string>(entry.label));
    }
    encode_message(entry.message, out);
  }
}

void encode_message(const Message& message, cbor::Encoder& out) {
  if (const auto* record = std::get_if<Record>(&message)) {
    encode_record(*record, out);
  } else {
    encode_collection(std::get<Collection>(message), out);
  }
}

}  // namespace

Result<Message> read_cbor(ByteView bytes) {
  AH_ASSIGN(const cbor::Value value, cbor::decode("CBOR CMW", bytes, cbor_rules));
  Count count;
  return read_message(value, count);
}

Bytes encode_cbor(const Message& message) {
  cbor::Encoder out;
  encode_message(message, out);
  return out.take();
}

}  // namespace anchorhold::cmw
