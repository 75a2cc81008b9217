#include "evidence/nsm/document.h"

#include "evidence/nsm/members.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view document_object = "attestation document";
constexpr std::string_view document_payload_object = "attestation document payload";

Status check_launch_registers(const cbor::Fields& fields, const Registers& registers) {
  for (unsigned i = 0; i < launch_register_count; ++i) {
    if (!registers.contains(i)) {
      return Error{Code::malformed, fields.place("pcrs." + std::to_string(i)), "missing"}.want(
          "registers 0 to 15, always");
    }
  }
  return {};
}

Result<Document> parse_enclave_payload(ByteView payload) {
  AH_ASSIGN(const cbor::Value root, decode_payload(document_payload_object, payload));
  cbor::Fields fields(std::string(document_payload_object), root);
  if (fields.has("nitrotpm_pcrs")) {
    return Error{Code::unsupported, std::string(document_object),
                 "this is a NitroTPM document, not an enclave's"}
        .advise("its registers mean something else; verify it as NitroTPM evidence");
  }
  Document out;
  AH_TRY(read_members(fields, out));
  AH_ASSIGN(out.pcrs, read_registers(fields, "pcrs"));
  AH_TRY(check_launch_registers(fields, out.pcrs));
  AH_TRY(fields.finish());
  return out;
}

}  // namespace

Result<Unverified<ParsedDocument>> parse_document(ByteView bytes) {
  AH_ASSIGN(const cose::Sign1 message, open_document(document_object, bytes));
  AH_ASSIGN(Document document, parse_enclave_payload(message.payload));
  return Unverified<ParsedDocument>({.document = std::move(document),
                                     .protected_header = copy_of(message.protected_header),
                                     .payload = copy_of(message.payload),
                                     .signature = copy_of(message.signature)});
}

}  // namespace anchorhold::nsm
