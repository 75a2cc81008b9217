#include "codec/cbor.h"
#include "evidence/nsm/envelope.h"
#include "evidence/nsm/fields.h"
#include "evidence/nsm/protocol.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view request_object = "NSM request";

struct RequestEncoder {
  cbor::Encoder& out;

  void operator()(const DescribeNsm&) { out.text("DescribeNSM"); }
  void operator()(const GetRandom&) { out.text("GetRandom"); }
  void operator()(const DescribePcr& request) { number("DescribePCR", "index", request.index); }
  void operator()(const ExtendPcr& request) {
    out.map(1).text("ExtendPCR").map(2);
    out.text("index").uint(request.index);
    out.text("data").bytes(request.data);
  }
  void operator()(const LockPcr& request) { number("LockPCR", "index", request.index); }
  void operator()(const LockPcrs& request) { number("LockPCRs", "range", request.range); }
  void operator()(const Attestation& request) {
    out.map(1).text("Attestation").map(3);
    option("user_data", request.user_data);
    option("nonce", request.nonce);
    option("public_key", request.public_key);
  }

  void number(std::string_view name, std::string_view member, uint16_t value) {
    out.map(1).text(name).map(1).text(member).uint(value);
  }
  void option(std::string_view member, const std::optional<Bytes>& value) {
    out.text(member);
    if (value) {
      out.bytes(*value);
    } else {
      out.null();
    }
  }
};

Result<Request> read_request(std::string_view name, cbor::Fields& fields) {
  if (name == "DescribePCR") {
    AH_ASSIGN(const uint16_t index, read_u16(fields, "index"));
    return Request(DescribePcr{index});
  }
  if (name == "ExtendPCR") {
    AH_ASSIGN(const uint16_t index, read_u16(fields, "index"));
    AH_ASSIGN(const ByteView data, fields.bytes("data", 0, request_limit));
    return Request(ExtendPcr{index, copy_of(data)});
  }
  if (name == "LockPCR") {
    AH_ASSIGN(const uint16_t index, read_u16(fields, "index"));
    return Request(LockPcr{index});
  }
  if (name == "LockPCRs") {
    AH_ASSIGN(const uint16_t range, read_u16(fields, "range"));
    return Request(LockPcrs{range});
  }
  if (name == "Attestation") {
    Attestation request;
    AH_ASSIGN(request.user_data, read_option(fields, "user_data", request_limit));
    AH_ASSIGN(request.nonce, read_option(fields, "nonce", request_limit));
    AH_ASSIGN(request.public_key, read_option(fields, "public_key", request_limit));
    return Request(std::move(request));
  }
  return Error{Code::unsupported, std::string(request_object), "unknown request with members"}.saw(
      std::string(name.substr(0, 40)));
}

}  // namespace

Bytes encode_request(const Request& request) {
  cbor::Encoder out;
  std::visit(RequestEncoder{out}, request);
  return out.take();
}

Result<Request> decode_request(ByteView bytes) {
  AH_ASSIGN(const cbor::Value message, decode_message(request_object, bytes, request_limit));
  AH_ASSIGN(const Envelope envelope, open_envelope(request_object, message));
  if (envelope.members == nullptr) {
    if (envelope.name == "DescribeNSM") return Request(DescribeNsm{});
    if (envelope.name == "GetRandom") return Request(GetRandom{});
    return Error{Code::unsupported, std::string(request_object), "unknown request"}.saw(
        std::string(envelope.name.substr(0, 40)));
  }
  cbor::Fields fields(std::string(request_object) + "." + std::string(envelope.name.substr(0, 40)),
                      *envelope.members);
  AH_ASSIGN(Request request, read_request(envelope.name, fields));
  AH_TRY(fields.finish());
  return request;
}

}  // namespace anchorhold::nsm
