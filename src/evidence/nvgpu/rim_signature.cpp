#include "evidence/nvgpu/rim_signature.h"

#include <algorithm>

#include "base/base64.h"

namespace anchorhold::nvgpu {
namespace {

using xml::Element;

constexpr size_t max_certificates = 8;
constexpr std::string_view canonical_xml = "http://www.w3.org/2006/12/xml-c14n11";
constexpr std::string_view enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view ecdsa_sha384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
constexpr std::string_view sha384_digest = "http://www.w3.org/2001/04/xmldsig-more#sha384";

Error unsupported(std::string_view object, std::string_view what, std::string_view expected,
                  std::string_view seen) {
  return Error{Code::unsupported, std::string(object), "another " + std::string(what)}
      .want(std::string(expected))
      .saw(std::string(seen.substr(0, 80)));
}

// The element must name this algorithm and have no parameters.
Status expect_algorithm(std::string_view object, const Element& element,
                        std::string_view expected) {
  const std::string* algorithm = element.attribute("", "Algorithm");
  if (algorithm == nullptr || *algorithm != expected || !element.children.empty()) {
    return unsupported(object, element.name, expected, algorithm == nullptr ? "none" : *algorithm);
  }
  return {};
}

Result<Bytes> base64_content(std::string_view object, const Element& element) {
  std::string text = element.text;
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return from_base64(std::string(object) + " " + element.name, text, Base64::standard);
}

Status read_transforms(std::string_view object, const Element& reference) {
  AH_ASSIGN(const Element* transforms, reference.only_child(xml::dsig, "Transforms"));
  const auto& steps = transforms->children;
  if (steps.size() != 2) {
    return unsupported(object, "list of transforms", "enveloped-signature and Canonical XML 1.1",
                       std::to_string(steps.size()) + " transforms");
  }
  AH_TRY(expect_algorithm(object, steps[0], enveloped));
  return expect_algorithm(object, steps[1], canonical_xml);
}

Status read_reference(std::string_view object, const Element& signed_info, Rim& rim) {
  AH_ASSIGN(const Element* reference, signed_info.only_child(xml::dsig, "Reference"));
  const std::string* uri = reference->attribute("", "URI");
  if (uri == nullptr || !uri->empty()) {
    return unsupported(object, "signed part", "URI=\"\", the whole document",
                       uri == nullptr ? "no URI" : *uri);
  }
  AH_TRY(read_transforms(object, *reference));
  AH_ASSIGN(const Element* method, reference->only_child(xml::dsig, "DigestMethod"));
  AH_TRY(expect_algorithm(object, *method, sha384_digest));
  AH_ASSIGN(const Element* value, reference->only_child(xml::dsig, "DigestValue"));
  AH_ASSIGN(rim.stated_digest, base64_content(object, *value));
  return {};
}

Status read_certificates(std::string_view object, const Element& key_info,
                         crypto::CertificateCache* cache, Rim& rim) {
  AH_ASSIGN(const Element* data, key_info.only_child(xml::dsig, "X509Data"));
  for (const Element& child : data->children) {
    if (!child.is(xml::dsig, "X509Certificate")) continue;
    if (rim.certificates.size() == max_certificates) {
      return Error{Code::limit_exceeded, std::string(object), "too many certificates"}.want(
          "at most " + std::to_string(max_certificates));
    }
    AH_ASSIGN(const Bytes der, base64_content(object, child));
    const std::string name =
        std::string(object) + " certificate[" + std::to_string(rim.certificates.size()) + "]";
    AH_ASSIGN(crypto::Certificate certificate, crypto::parse_certificate(name, der, cache));
    rim.certificates.push_back(std::move(certificate));
  }
  return {};
}

}  // namespace

Status read_signature(std::string_view object, const Element& signature,
                      crypto::CertificateCache* cache, Rim& rim) {
  AH_ASSIGN(const Element* signed_info, signature.only_child(xml::dsig, "SignedInfo"));
  AH_ASSIGN(const Element* form, signed_info->only_child(xml::dsig, "CanonicalizationMethod"));
  AH_TRY(expect_algorithm(object, *form, canonical_xml));
  AH_ASSIGN(const Element* method, signed_info->only_child(xml::dsig, "SignatureMethod"));
  AH_TRY(expect_algorithm(object, *method, ecdsa_sha384));
  AH_TRY(read_reference(object, *signed_info, rim));
  AH_ASSIGN(const Element* value, signature.only_child(xml::dsig, "SignatureValue"));
  AH_ASSIGN(rim.signature, base64_content(object, *value));
  AH_ASSIGN(const Element* key_info, signature.only_child(xml::dsig, "KeyInfo"));
  return read_certificates(object, *key_info, cache, rim);
}

}  // namespace anchorhold::nvgpu
