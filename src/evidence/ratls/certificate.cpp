#include "evidence/ratls/certificate.h"

#include <algorithm>
#include <array>
#include <span>

#include "codec/der.h"
#include "evidence/ratls/signed_claims.h"

namespace anchorhold::ratls {
namespace {

constexpr std::string_view certificate_object = "RA-TLS certificate";
// One identifier in two spellings. Gramine writes its own tag and length before it, so that it
// reads as another; others encode it properly.
constexpr std::string_view gramine_oid = "0.6.9.42.840.113741.1337.6";
constexpr std::string_view proper_gramine_oid = "1.2.840.113741.1337.6";
constexpr std::string_view interoperable_oid = "2.23.133.5.4.9";
constexpr std::string_view cmw_oid = "1.3.6.1.5.5.7.1.35";
constexpr std::array<std::string_view, 4> carrier_oids = {interoperable_oid, cmw_oid, gramine_oid,
                                                          proper_gramine_oid};

bool is_carrier(std::string_view oid) {
  return std::ranges::find(carrier_oids, oid) != carrier_oids.end();
}

// id-pe-cmw: CHOICE { json UTF8String, cbor OCTET STRING }.
Result<Carried> parse_cmw_extension(ByteView value) {
  der::Cursor cursor("id-pe-cmw", value);
  AH_ASSIGN(const der::Element choice, cursor.next());
  AH_TRY(cursor.finish());
  if (choice.tag != der::kUtf8String && choice.tag != der::kOctetString)
    return cursor.error("neither a UTF8String nor an OCTET STRING");
  return Carried{.carrier = Carrier::cmw, .evidence = copy_of(choice.content)};
}

Result<Carried> parse_extension(const crypto::Extension& extension) {
  if (extension.oid == interoperable_oid) return parse_interoperable(extension.value);
  if (extension.oid == cmw_oid) return parse_cmw_extension(extension.value);
  return Carried{.carrier = Carrier::gramine, .evidence = extension.value};
}

Status check_critical(const crypto::Certificate& certificate) {
  for (const std::string& oid : certificate.unknown_critical) {
    if (is_carrier(oid)) continue;
    return Error{Code::unsupported, std::string(certificate_object), "unknown critical extension"}
        .saw(oid);
  }
  return {};
}

// The only pair is an extension that counts and Gramine's own beside it.
Status check_carriers(std::span<const Carried> carried) {
  const auto gramine = std::ranges::count(carried, Carrier::gramine, &Carried::carrier);
  const auto others = std::ssize(carried) - gramine;
  if (gramine <= 1 && others <= 1) return {};
  return Error{Code::malformed, std::string(certificate_object), "evidence in two extensions"}.want(
      "one of 2.23.133.5.4.9 and id-pe-cmw, and one spelling of 1.2.840.113741.1337.6");
}

}  // namespace

std::string_view carrier_name(Carrier carrier) {
  constexpr std::array<std::string_view, 3> names = {"gramine", "interoperable", "cmw"};
  return names[static_cast<size_t>(carrier)];
}

Result<Unverified<RatlsCertificate>> parse_certificate(ByteView bytes,
                                                       crypto::CertificateCache* cache) {
  AH_ASSIGN(auto certificates, crypto::parse_certificates(certificate_object, bytes, cache));
  if (certificates.size() != 1) {
    return Error{Code::malformed, std::string(certificate_object), "more than one certificate"}
        .advise("give the certificate that carries the evidence alone");
  }
  RatlsCertificate out{.certificate = std::move(certificates.front()), .carried = {}};
  AH_TRY(check_critical(out.certificate));
  for (const std::string_view oid : carrier_oids) {
    const crypto::Extension* extension = out.certificate.find_extension(oid);
    if (extension == nullptr) continue;
    AH_ASSIGN(Carried carried, parse_extension(*extension));
    out.carried.push_back(std::move(carried));
  }
  if (out.carried.empty())
    return Error{Code::malformed, std::string(certificate_object),
                 "the certificate carries no evidence"};
  AH_TRY(check_carriers(out.carried));
  return Unverified<RatlsCertificate>(std::move(out));
}

bool looks_like_certificate(ByteView bytes) {
  const auto certificates = crypto::parse_certificates(certificate_object, bytes);
  return certificates.ok() && certificates->size() == 1 &&
         std::ranges::any_of(certificates->front().extensions,
                             [](const crypto::Extension& e) { return is_carrier(e.oid); });
}

}  // namespace anchorhold::ratls
