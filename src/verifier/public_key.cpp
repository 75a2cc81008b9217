#include "verifier/public_key.h"

#include "codec/pem.h"
#include "evidence/dice/verify.h"
#include "evidence/tpm/public_area.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

constexpr size_t ed25519_size = 32;

}  // namespace

Result<crypto::SubjectKey> read_public_key(const File& file) {
  const std::string_view role = role::by_content(file.bytes);
  if (role == role::public_key) {
    const auto pem = pem::decode(file.name, "PUBLIC KEY", text_of(file.bytes));
    return crypto::SubjectKey::from_spki(file.name,
                                         pem.ok() ? ByteView(*pem) : ByteView(file.bytes));
  }
  if (file.bytes.size() == ed25519_size)
    return crypto::SubjectKey::from_ed25519(file.name, file.bytes);
  if (role == role::tpm_public) {
    AH_ASSIGN(const tpm::PublicArea area, tpm::parse_public(file.bytes));
    return area.key;
  }
  auto request = dice::request_key(file.bytes);
  if (request.ok()) return request;
  return Error{Code::malformed, file.name, "this is no public key"}
      .want(
          "a certificate, a public key in PEM or DER, a certification request, a TPMT_PUBLIC, or "
          "32 bytes of an Ed25519 key")
      .saw(std::to_string(file.bytes.size()) + " bytes of something else");
}

}  // namespace anchorhold::verifier
