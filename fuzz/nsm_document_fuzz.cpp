// A document that is taken keeps its content when it is written as the NSM writes it.
#include "check.h"
#include "codec/cose.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/document.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto parsed = nsm::parse_document(ByteView(data, size));
  if (!parsed.ok()) return 0;
  const nsm::ParsedDocument& first = parsed->claimed();
  fuzz::check(first.signature.size() == 96 && !first.document.cabundle.empty());
  fuzz::check(first.document.pcrs.size() >= nsm::launch_register_count);
  const Bytes again = cose::encode_sign1(first.protected_header,
                                         nsm::encode_payload(first.document), first.signature);
  if (again.size() > nsm::document_limit) return 0;  // nulls for missing options take room
  const auto second = nsm::parse_document(again);
  fuzz::check(second.ok() && second->claimed().document == first.document);
  return 0;
}
