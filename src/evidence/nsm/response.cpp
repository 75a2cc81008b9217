#include <algorithm>
#include <array>

#include "codec/cbor.h"
#include "evidence/nsm/document.h"
#include "evidence/nsm/envelope.h"
#include "evidence/nsm/fields.h"
#include "evidence/nsm/protocol.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view response_object = "NSM response";

constexpr std::array<std::string_view, 8> error_names = {
    "InvalidArgument",  "InvalidIndex",   "InvalidResponse", "ReadOnlyIndex",
    "InvalidOperation", "BufferTooSmall", "InputTooLarge",   "InternalError"};

struct ResponseEncoder {
  cbor::Encoder& out;

  void operator()(const Description& response) {
    out.map(1).text("DescribeNSM").map(7);
    out.text("version_major").uint(response.version_major);
    out.text("version_minor").uint(response.version_minor);
    out.text("version_patch").uint(response.version_patch);
    out.text("module_id").text(response.module_id);
    out.text("max_pcrs").uint(response.max_pcrs);
    out.text("locked_pcrs").array(response.locked_pcrs.size());
    for (const uint16_t index : response.locked_pcrs) out.uint(index);
    out.text("digest").text(response.digest);
  }
  void operator()(const RandomBytes& response) { bytes("GetRandom", "random", response.random); }
  void operator()(const Register& response) {
    out.map(1).text("DescribePCR").map(2);
    out.text("lock").boolean(response.lock);
    out.text("data").bytes(response.data);
  }
  void operator()(const Extended& response) { bytes("ExtendPCR", "data", response.data); }
  void operator()(const Locked&) { out.text("LockPCR"); }
  void operator()(const LockedRange&) { out.text("LockPCRs"); }
  void operator()(const Attested& response) { bytes("Attestation", "document", response.document); }
  void operator()(const NsmError& error) { out.map(1).text("Error").text(error_name(error)); }

  void bytes(std::string_view name, std::string_view member, ByteView value) {
    out.map(1).text(name).map(1).text(member).bytes(value);
  }
};

Error unknown_name(std::string_view what, std::string_view name) {
  return Error{Code::unsupported, std::string(response_object), std::string(what)}.saw(
      std::string(name.substr(0, 40)));
}

Result<Bytes> read_bytes(cbor::Fields& fields, std::string_view member, size_t min, size_t max) {
  AH_ASSIGN(const ByteView value, fields.bytes(member, min, max));
  return copy_of(value);
}

Result<Digest384> read_register(cbor::Fields& fields) {
  Digest384 out;
  AH_ASSIGN(const ByteView value, fields.bytes("data", out.size(), out.size()));
  std::ranges::copy(value, out.begin());
  return out;
}

Result<Description> read_description(cbor::Fields& fields) {
  Description out;
  AH_ASSIGN(out.version_major, read_u16(fields, "version_major"));
  AH_ASSIGN(out.version_minor, read_u16(fields, "version_minor"));
  AH_ASSIGN(out.version_patch, read_u16(fields, "version_patch"));
  AH_ASSIGN(out.module_id, fields.text("module_id", 128));
  AH_ASSIGN(out.max_pcrs, read_u16(fields, "max_pcrs"));
  AH_ASSIGN(const cbor::Value* locked, fields.array("locked_pcrs"));
  for (const cbor::Value& item : locked->items()) {
    const auto index = item.as_uint();
    if (!index || *index >= register_count ||
        !out.locked_pcrs.insert(static_cast<uint16_t>(*index)).second) {
      return Error{Code::malformed, fields.place("locked_pcrs"), "not a set of registers"}.want(
          "0 to 31, each once");
    }
  }
  AH_ASSIGN(out.digest, fields.text("digest", 16));
  return out;
}

Result<Response> read_response(std::string_view name, cbor::Fields& fields) {
  if (name == "DescribeNSM") {
    AH_ASSIGN(Description description, read_description(fields));
    return Response(std::move(description));
  }
  if (name == "GetRandom") {
    AH_ASSIGN(Bytes random, read_bytes(fields, "random", 1, random_chunk));
    return Response(RandomBytes{std::move(random)});
  }
  if (name == "DescribePCR") {
    AH_ASSIGN(const bool lock, fields.boolean("lock"));
    AH_ASSIGN(const Digest384 data, read_register(fields));
    return Response(Register{lock, data});
  }
  if (name == "ExtendPCR") {
    AH_ASSIGN(const Digest384 data, read_register(fields));
    return Response(Extended{data});
  }
  if (name == "Attestation") {
    AH_ASSIGN(Bytes document, read_bytes(fields, "document", 1, document_limit));
    return Response(Attested{std::move(document)});
  }
  return unknown_name("unknown response with members", name);
}

Result<Response> read_error(const cbor::Value& value) {
  const auto name = value.as_text();
  if (!name) return Error{Code::malformed, std::string(response_object), "an error without a name"};
  for (size_t i = 0; i < error_names.size(); ++i) {
    if (*name == error_names[i]) return Response(static_cast<NsmError>(i));
  }
  return unknown_name("unknown error", *name);
}

}  // namespace

std::string_view error_name(NsmError error) {
  return error_names[static_cast<size_t>(error)];
}

Bytes encode_response(const Response& response) {
  cbor::Encoder out;
  std::visit(ResponseEncoder{out}, response);
  return out.take();
}

Result<Response> decode_response(ByteView bytes) {
  AH_ASSIGN(const cbor::Value message, decode_message(response_object, bytes, response_limit));
  AH_ASSIGN(const Envelope envelope, open_envelope(response_object, message));
  if (envelope.members == nullptr) {
    if (envelope.name == "LockPCR") return Response(Locked{});
    if (envelope.name == "LockPCRs") return Response(LockedRange{});
    return unknown_name("unknown response", envelope.name);
  }
  if (envelope.name == "Error") return read_error(*envelope.members);
  cbor::Fields fields(std::string(response_object) + "." + std::string(envelope.name.substr(0, 40)),
                      *envelope.members);
  AH_ASSIGN(Response response, read_response(envelope.name, fields));
  AH_TRY(fields.finish());
  return response;
}

}  // namespace anchorhold::nsm
