#include "receipt/body.h"

#include "codec/json_fields.h"
#include "contract/names.h"
#include "crypto/hash.h"

namespace anchorhold::receipt {

namespace {

constexpr std::string_view kEnclaveClock = "enclave";

Result<UsedInput> parse_input(const std::string& where, const json::Value& value) {
  json::Fields fields(where, value);
  UsedInput input;
  if (fields.has("head_sha256")) {
    AH_ASSIGN(input.head_sha256, fields.hex<32>("head_sha256"));
  } else {
    AH_ASSIGN(input.sha256, fields.hex<32>("sha256"));
  }
  AH_ASSIGN(const int64_t bytes, fields.integer("bytes", 0, json::kMaxInteger));
  input.bytes = static_cast<uint64_t>(bytes);
  AH_ASSIGN(input.release, fields.text("release"));
  AH_ASSIGN(input.local_broker, fields.boolean("local_broker"));
  AH_TRY(fields.finish());
  return input;
}

Result<MadeOutput> parse_output(const std::string& where, const json::Value& value) {
  json::Fields fields(where, value);
  MadeOutput output;
  AH_ASSIGN(output.sha256, fields.hex<32>("sha256"));
  AH_ASSIGN(const int64_t bytes, fields.integer("bytes", 0, json::kMaxInteger));
  output.bytes = static_cast<uint64_t>(bytes);
  AH_ASSIGN(const json::Value* shares, fields.array("shares"));
  for (size_t i = 0; i < shares->as_array().size(); ++i) {
    json::Fields item(json::item_place(fields.place("shares"), i), shares->as_array()[i]);
    Share share;
    AH_ASSIGN(share.approver, item.text("approver"));
    AH_ASSIGN(share.commitment, item.hex<32>("commitment"));
    AH_TRY(item.finish());
    output.shares.push_back(std::move(share));
  }
  if (fields.has("preview_sha256")) {
    AH_ASSIGN(output.preview_sha256, fields.hex<32>("preview_sha256"));
  }
  AH_TRY(fields.finish());
  return output;
}

Result<unsigned> register_number(const std::string& where, const std::string& text) {
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || number > 31)
      return Error{Code::malformed, where, "not a register number"};
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  if (text.empty() || number > 31 || std::to_string(number) != text) {
    return Error{Code::malformed, where, "not a register number"}.want("0 to 31").saw(
        printable(text));
  }
  return number;
}

}  // namespace

bool Body::operator==(const Body& other) const {
  return encode_body(*this) == encode_body(other);
}

json::Value encode_body(const Body& body) {
  json::Object inputs;
  for (const auto& [name, input] : body.inputs) {
    json::Value used = json::Value::object(
        {{"bytes", input.bytes}, {"release", input.release}, {"local_broker", input.local_broker}});
    if (input.sha256) used.set("sha256", to_hex(*input.sha256));
    if (input.head_sha256) used.set("head_sha256", to_hex(*input.head_sha256));
    inputs[name] = std::move(used);
  }
  json::Object outputs;
  for (const auto& [name, output] : body.outputs) {
    json::Array shares;
    for (const Share& share : output.shares) {
      shares.push_back(json::Value::object(
          {{"approver", share.approver}, {"commitment", to_hex(share.commitment)}}));
    }
    outputs[name] = json::Value::object({{"sha256", to_hex(output.sha256)},
                                         {"bytes", output.bytes},
                                         {"shares", std::move(shares)}});
    if (output.preview_sha256) outputs[name].set("preview_sha256", to_hex(*output.preview_sha256));
  }
  json::Object registers;
  for (const auto& [number, value] : body.registers)
    registers[std::to_string(number)] = to_hex(value);
  return json::Value::object(
      {{"format", std::string(kReceiptFormat)},
       {"run", body.run},
       {"contract", to_hex(body.contract)},
       {"instance", body.instance},
       {"tee_key", to_hex(body.tee_key)},
       {"inputs", std::move(inputs)},
       {"outputs", std::move(outputs)},
       {"registers", std::move(registers)},
       {"times", json::Value::object({{"clock", std::string(kEnclaveClock)},
                                      {"started", format_time(body.started)},
                                      {"finished", format_time(body.finished)}})}});
}

Result<Body> parse_body(std::string_view object, const json::Value& value) {
  json::Fields fields{std::string(object), value};
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kReceiptFormat) {
    return Error{Code::unsupported, fields.place("format"), "not a receipt of this version"}
        .want(std::string(kReceiptFormat))
        .saw(printable(format));
  }
  Body body;
  AH_ASSIGN(const auto run, fields.hex<16>("run"));
  body.run = to_hex(run);
  AH_ASSIGN(body.contract, fields.hex<48>("contract"));
  AH_ASSIGN(body.instance, fields.text("instance"));
  AH_ASSIGN(body.tee_key, fields.hex<32>("tee_key"));
  AH_ASSIGN(const json::Value* inputs, fields.object("inputs"));
  for (const auto& [name, input] : inputs->as_object()) {
    AH_TRY(contract::check_name(fields.place("inputs"), name));
    AH_ASSIGN(body.inputs[name], parse_input(fields.place("inputs." + name), input));
  }
  AH_ASSIGN(const json::Value* outputs, fields.object("outputs"));
  for (const auto& [name, output] : outputs->as_object()) {
    AH_TRY(contract::check_name(fields.place("outputs"), name));
    AH_ASSIGN(body.outputs[name], parse_output(fields.place("outputs." + name), output));
  }
  AH_ASSIGN(const json::Value* registers, fields.object("registers"));
  for (const auto& [number, digest] : registers->as_object()) {
    AH_ASSIGN(const unsigned index, register_number(fields.place("registers"), number));
    if (!digest.is_string())
      return Error{Code::malformed, fields.place("registers." + number), "not a text"};
    AH_ASSIGN(body.registers[index],
              fixed_from_hex<48>(fields.place("registers." + number), digest.as_string()));
  }
  AH_ASSIGN(const json::Value* times, fields.object("times"));
  json::Fields clock(fields.place("times"), *times);
  AH_ASSIGN(const std::string whose, clock.text("clock"));
  if (whose != kEnclaveClock) {
    return Error{Code::malformed, clock.place("clock"), "unknown clock"}.want(
        std::string(kEnclaveClock));
  }
  AH_ASSIGN(body.started, clock.time("started"));
  AH_ASSIGN(body.finished, clock.time("finished"));
  AH_TRY(clock.finish());
  AH_TRY(fields.finish());
  return body;
}

Digest384 receipt_user_data(const json::Value& body) {
  crypto::Sha384 hash;
  hash.update(bytes_of(kReceiptFormat));
  hash.update(bytes_of(json::canonical(body)));
  return hash.finish();
}

}  // namespace anchorhold::receipt
