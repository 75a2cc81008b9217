#include "evidence/ratls/binding.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/ratls/checks.h"

namespace anchorhold::ratls {
namespace {

constexpr crypto::HashKind hashes[] = {crypto::HashKind::sha256, crypto::HashKind::sha384,
                                       crypto::HashKind::sha512};

Error unbound(std::string message) {
  return Error{Code::denied, "RA-TLS evidence", std::move(message)};
}

// `digest` and nothing but zeros after it.
bool is_padded(ByteView data, ByteView digest) {
  return data.size() >= digest.size() && std::ranges::equal(data.first(digest.size()), digest) &&
         std::ranges::all_of(data.subspan(digest.size()), [](uint8_t byte) { return byte == 0; });
}

Status check_report_data(const Claims& said, ByteView hashed, std::string_view what) {
  if (!said.report_data) return unbound("it has no report data that could name a key");
  if (is_padded(*said.report_data, crypto::sha256(hashed))) return {};
  return unbound("the report data is not the hash of " + std::string(what))
      .want(to_hex(crypto::sha256(hashed)) + " and zeros")
      .saw(to_hex(*said.report_data));
}

bool names_key(const Claims& said, const crypto::SubjectKey& key) {
  if (said.public_key == key.spki()) return true;
  for (const crypto::HashKind hash : hashes) {
    const Bytes digest = crypto::hash(hash, key.spki());
    for (const auto* field : {&said.report_data, &said.user_data, &said.nonce})
      if (*field && is_padded(**field, digest)) return true;
  }
  return false;
}

// The evidence itself, or a part for which it vouches: anybody can have evidence of his own name a
// key of his own, and put it beside somebody else's.
bool vouches_for_key(const Claims& said, const crypto::SubjectKey& key) {
  if (names_key(said, key)) return true;
  const auto bond = said.vendor.find("cmw_binding");
  return bond != said.vendor.end() && bond->second == VendorValue(std::string("digest")) &&
         std::ranges::any_of(said.parts,
                             [&](const auto& part) { return names_key(part.second, key); });
}

}  // namespace

Status check_key_binding(const Carried& carried, const crypto::SubjectKey& key,
                         const Claims& said) {
  if (carried.carrier == Carrier::cmw) {
    if (vouches_for_key(said, key)) return {};
    return unbound(
        "nothing that leads it or that its lead vouches for is the hash of the certificate's key");
  }
  if (carried.carrier == Carrier::gramine)
    return check_report_data(said, key.spki(), "the certificate's key");
  AH_TRY(check_report_data(said, carried.claims->bytes, "the certificate's claims"));
  const KeyHash& hash = carried.claims->key_hash;
  if (crypto::hash(hash.hash, key.spki()) == hash.value) return {};
  return unbound("the claims name another key")
      .want(to_hex(crypto::hash(hash.hash, key.spki())))
      .saw(to_hex(hash.value));
}

void judge_certificate(const crypto::Certificate& certificate, Time at, CheckRun& run) {
  const std::string& name = certificate.subject_common_name;
  if (certificate.issuer != certificate.subject) {
    run.fail(signature_check, name,
             "the certificate is issued by " + certificate.issuer_common_name);
  } else if (!crypto::verify(certificate.key, certificate.signature_algorithm, certificate.tbs,
                             certificate.signature)) {
    run.fail(signature_check, name, "the signature is not the key's");
  } else {
    run.pass(signature_check, name, "self-signed");
  }
  run.judge(validity_check, name, crypto::check_validity(certificate, at), format_time(at));
}

}  // namespace anchorhold::ratls
