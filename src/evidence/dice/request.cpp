// PKCS #10 certification requests (RFC 2986), as far as their key goes.

#include "codec/der.h"
#include "crypto/signature_algorithm.h"
#include "evidence/dice/verify.h"

namespace anchorhold::dice {

Result<crypto::SubjectKey> request_key(ByteView der) {
  constexpr std::string_view object = "certification request";
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor request, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const der::Element info, request.expect(der::kSequence));
  AH_ASSIGN(const der::Cursor algorithm, request.enter(der::kSequence));
  AH_ASSIGN(const ByteView signature_bits, request.bit_string());
  AH_TRY(request.finish());

  der::Cursor fields(object, info.content);
  AH_ASSIGN(const int64_t version, fields.small_integer());
  if (version != 0) return fields.error("a version that is not 1");
  AH_TRY(fields.expect(der::kSequence));
  AH_ASSIGN(const der::Element spki, fields.expect(der::kSequence));
  AH_TRY(fields.expect(der::context(0)));
  AH_TRY(fields.finish());

  AH_ASSIGN(const crypto::SubjectKey key, crypto::SubjectKey::from_spki(object, spki.whole));
  AH_ASSIGN(const crypto::SignatureScheme scheme,
            crypto::read_signature_algorithm(object, algorithm));
  AH_ASSIGN(const Bytes signature, crypto::raw_signature(object, scheme, signature_bits));
  if (!crypto::verify(key, scheme, info.whole, signature)) {
    return Error{Code::denied, std::string(object), "its signature is not by its own key"};
  }
  return key;
}

}  // namespace anchorhold::dice
