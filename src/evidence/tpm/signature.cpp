#include "evidence/tpm/signature.h"

#include "evidence/tpm/algorithms.h"

namespace anchorhold::tpm {
namespace {

constexpr std::string_view signature_object = "TPM signature";

}  // namespace

Result<Signature> parse_signature(ByteView bytes, SignatureForm form) {
  using crypto::SignatureKind;
  if (form == SignatureForm::rsassa_sha256) {
    return Signature{.scheme = {SignatureKind::rsa_pkcs1, crypto::HashKind::sha256},
                     .rsa = copy_of(bytes)};
  }
  Reader reader(signature_object, bytes);
  AH_ASSIGN(const uint16_t algorithm, reader.u16be());
  Signature out;
  switch (static_cast<AlgorithmId>(algorithm)) {
    case AlgorithmId::rsassa:
      out.scheme.kind = SignatureKind::rsa_pkcs1;
      break;
    case AlgorithmId::rsapss:
      // Part 1, annex B.7: the salt fills the block, or is as long as the hash; both are in use.
      out.scheme = {.kind = SignatureKind::rsa_pss, .hash = {}, .salt = crypto::PssSalt::any};
      break;
    case AlgorithmId::ecdsa:
      out.scheme.kind = SignatureKind::ecdsa;
      break;
    default:
      return Error{Code::unsupported, std::string(signature_object), "unknown signature scheme"}
          .want("TPMT_SIGNATURE of RSASSA, RSAPSS or ECDSA")
          .saw("TPM_ALG_ID " + hex_id(algorithm))
          .advise(
              "give the signature as the TPM returned it; a bare RSA value is taken from Azure's "
              "virtual "
              "TPM alone");
  }
  AH_ASSIGN(out.scheme.hash, read_hash(reader, signature_object));
  if (out.scheme.kind == SignatureKind::ecdsa) {
    AH_ASSIGN(out.r, read_sized(reader, coordinate_limit));
    AH_ASSIGN(out.s, read_sized(reader, coordinate_limit));
  } else {
    AH_ASSIGN(out.rsa, read_sized(reader, rsa_limit));
  }
  AH_TRY(reader.finish());
  return out;
}

Result<Bytes> signature_value(const Signature& signature, const crypto::SubjectKey& key) {
  const bool for_rsa = signature.scheme.kind != crypto::SignatureKind::ecdsa;
  const size_t coordinate = crypto::coordinate_size(key.kind());
  if (for_rsa != (key.kind() == crypto::KeyKind::rsa) || (!for_rsa && coordinate == 0)) {
    return Error{Code::malformed, std::string(signature_object),
                 "not a scheme for this kind of key"}
        .want("a scheme for " + std::string(crypto::key_kind_name(key.kind())))
        .saw(crypto::scheme_name(signature.scheme));
  }
  if (for_rsa) return signature.rsa;
  AH_ASSIGN(Bytes out, padded_number(signature_object, signature.r, coordinate));
  AH_ASSIGN(const Bytes s, padded_number(signature_object, signature.s, coordinate));
  append(out, s);
  return out;
}

}  // namespace anchorhold::tpm
