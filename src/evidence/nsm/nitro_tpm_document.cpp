#include "evidence/nsm/nitro_tpm_document.h"

#include "evidence/nsm/members.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view tpm_document_object = "NitroTPM document";
constexpr std::string_view tpm_payload_object = "NitroTPM document payload";
constexpr std::string_view registers_key = "nitrotpm_pcrs";

Result<TpmDocument> parse_tpm_payload(ByteView payload) {
  AH_ASSIGN(const cbor::Value root, decode_payload(tpm_payload_object, payload));
  cbor::Fields fields(std::string(tpm_payload_object), root);
  if (fields.has("pcrs")) {
    return Error{Code::unsupported, std::string(tpm_document_object),
                 "this is an enclave's document, not a NitroTPM's"}
        .advise("its registers mean something else; verify it as Nitro Enclaves evidence");
  }
  TpmDocument out;
  AH_TRY(read_members(fields, out));
  AH_ASSIGN(out.tpm_registers, read_registers(fields, registers_key));
  if (out.tpm_registers.empty())
    return Error{Code::malformed, fields.place(registers_key), "no register"}.want("at least one");
  AH_TRY(fields.finish());
  return out;
}

}  // namespace

Result<Unverified<ParsedTpmDocument>> parse_tpm_document(ByteView bytes) {
  AH_ASSIGN(const cose::Sign1 message, open_document(tpm_document_object, bytes));
  AH_ASSIGN(TpmDocument document, parse_tpm_payload(message.payload));
  return Unverified<ParsedTpmDocument>({.document = std::move(document),
                                        .protected_header = copy_of(message.protected_header),
                                        .payload = copy_of(message.payload),
                                        .signature = copy_of(message.signature)});
}

bool looks_like_tpm_document(ByteView bytes) {
  if (bytes.size() > document_limit) return false;
  const auto message = cose::parse_sign1(tpm_document_object, bytes);
  if (!message.ok()) return false;
  const auto payload = decode_payload(tpm_payload_object, message->payload);
  return payload.ok() && payload->find(registers_key) != nullptr;
}

}  // namespace anchorhold::nsm
