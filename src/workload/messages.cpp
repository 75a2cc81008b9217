#include "workload/messages.h"

#include "base/reader.h"
#include "base/writer.h"

namespace anchorhold::workload {

namespace {

constexpr std::string_view message_name = "spawner message";

Writer begin(Kind kind) {
  Writer out;
  out.u8(static_cast<uint8_t>(kind));
  return out;
}

void put(Writer& out, const Limits& limits) {
  out.u64be(limits.memory_bytes).u64be(limits.cpu_seconds).u64be(limits.wall_seconds);
  out.u64be(limits.processes).u64be(limits.out_bytes);
}

void put(Writer& out, std::string_view text) {
  out.u32be(static_cast<uint32_t>(text.size())).text(text);
}

void put(Writer& out, const std::vector<std::string>& list) {
  out.u32be(static_cast<uint32_t>(list.size()));
  for (const std::string& text : list) put(out, text);
}

Result<Limits> limits_from(Reader& in) {
  Limits limits;
  AH_ASSIGN(limits.memory_bytes, in.u64be());
  AH_ASSIGN(limits.cpu_seconds, in.u64be());
  AH_ASSIGN(limits.wall_seconds, in.u64be());
  AH_ASSIGN(limits.processes, in.u64be());
  AH_ASSIGN(limits.out_bytes, in.u64be());
  return limits;
}

Result<std::string> text_from(Reader& in) {
  AH_ASSIGN(const uint32_t size, in.u32be());
  AH_ASSIGN(const ByteView text, in.view(size));
  return string_of(text);
}

Result<std::vector<std::string>> list_from(Reader& in) {
  AH_ASSIGN(const uint32_t count, in.u32be());
  std::vector<std::string> list;
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(std::string text, text_from(in));
    if (text.find('\0') != std::string::npos) return in.error("NUL inside an argument");
    list.push_back(std::move(text));
  }
  return list;
}

Result<Reader> open(ByteView message, Kind expected) {
  Reader in(message_name, message);
  AH_ASSIGN(const uint8_t kind, in.u8());
  if (kind != static_cast<uint8_t>(expected))
    return in.error("another kind of message than expected");
  return in;
}

template <class Enum>
Result<Enum> enum_from(Reader& in, Enum last) {
  AH_ASSIGN(const uint8_t value, in.u8());
  if (value > static_cast<uint8_t>(last)) return in.error("unknown value");
  return static_cast<Enum>(value);
}

}  // namespace

Result<Kind> kind_of(ByteView message) {
  Reader in(message_name, message);
  return enum_from(in, Kind::ended);
}

Bytes encode(Kind bare) {
  return begin(bare).take();
}

Bytes encode(const Prepare& prepare) {
  Writer out = begin(Kind::prepare);
  out.u64be(prepare.space.root_bytes).u64be(prepare.space.in_bytes).u64be(prepare.space.files);
  put(out, prepare.limits);
  return out.take();
}

Bytes encode(const Arguments& arguments) {
  Writer out = begin(Kind::launch);
  put(out, arguments.argv);
  put(out, arguments.env);
  put(out, arguments.limits);
  out.u8(arguments.log ? 1 : 0);
  return out.take();
}

Bytes encode(const Failed& failed) {
  Writer out = begin(Kind::failed);
  put(out, failed.reason);
  return out.take();
}

Bytes encode(const WorkloadEnd& end) {
  Writer out = begin(Kind::ended);
  out.u8(static_cast<uint8_t>(end.end)).u8(end.exit_status);
  out.u8(static_cast<uint8_t>(end.cpu))
      .u8(static_cast<uint8_t>(end.memory))
      .u8(static_cast<uint8_t>(end.wall));
  return out.take();
}

Result<Prepare> decode_prepare(ByteView message) {
  AH_ASSIGN(Reader in, open(message, Kind::prepare));
  Prepare prepare;
  AH_ASSIGN(prepare.space.root_bytes, in.u64be());
  AH_ASSIGN(prepare.space.in_bytes, in.u64be());
  AH_ASSIGN(prepare.space.files, in.u64be());
  AH_ASSIGN(prepare.limits, limits_from(in));
  AH_TRY(in.finish());
  return prepare;
}

Result<Arguments> decode_arguments(ByteView message) {
  AH_ASSIGN(Reader in, open(message, Kind::launch));
  Arguments arguments;
  AH_ASSIGN(arguments.argv, list_from(in));
  AH_ASSIGN(arguments.env, list_from(in));
  AH_ASSIGN(arguments.limits, limits_from(in));
  AH_ASSIGN(const uint8_t log, in.u8());
  if (log > 1) return in.error("unknown value");
  arguments.log = log == 1;
  AH_TRY(in.finish());
  return arguments;
}

Result<Failed> decode_failed(ByteView message) {
  AH_ASSIGN(Reader in, open(message, Kind::failed));
  Failed failed;
  AH_ASSIGN(failed.reason, text_from(in));
  AH_TRY(in.finish());
  return failed;
}

Result<WorkloadEnd> decode_end(ByteView message) {
  AH_ASSIGN(Reader in, open(message, Kind::ended));
  WorkloadEnd end;
  AH_ASSIGN(end.end, enum_from(in, last_end));
  AH_ASSIGN(end.exit_status, in.u8());
  AH_ASSIGN(end.cpu, enum_from(in, Share::limit));
  AH_ASSIGN(end.memory, enum_from(in, Share::limit));
  AH_ASSIGN(end.wall, enum_from(in, Share::limit));
  AH_TRY(in.finish());
  return end;
}

}  // namespace anchorhold::workload
