#include "verifier/role.h"

#include <algorithm>

#include "codec/der.h"
#include "codec/json.h"
#include "crypto/crl.h"
#include "crypto/subject_key.h"
#include "crypto/x509.h"
#include "evidence/dcap/collateral_json.h"
#include "evidence/dcap/quote.h"
#include "evidence/eventlog/log.h"
#include "evidence/nvgpu/rim.h"
#include "evidence/snp/cert_table.h"
#include "evidence/tpm/quote.h"

namespace anchorhold::verifier::role {
namespace {

constexpr uint8_t der_sequence = 0x30;
// What the largest of them needs, which is a dstack event log.
constexpr json::Limits json_limits{.bytes = size_t{2} << 20, .depth = 10, .values = 65536};

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Register values: an object of hexadecimal texts under register numbers.
bool is_pcrs(const json::Value& value) {
  if (!value.is_object() || value.as_object().empty()) return false;
  return std::ranges::all_of(value.as_object(), [](const auto& member) {
    return all_digits(member.first) && member.second.is_string();
  });
}

std::string_view by_json(ByteView bytes) {
  // Whoever uses these parses them; a long one costs as much as a signature check.
  if (const auto kind = dcap::collateral_kind(bytes))
    return kind == dcap::CollateralKind::tcb_info ? tcb_info : qe_identity;
  const auto value = json::parse("collateral", text_of(bytes), json_limits);
  if (!value.ok()) return "";
  if (value->find("tcbInfo") != nullptr) return tcb_info;
  if (value->find("enclaveIdentity") != nullptr) return qe_identity;
  if (value->find("keys") != nullptr && value->find("vm-configuration") != nullptr)
    return runtime_data;
  if (value->find("event_log") != nullptr) return event_log;
  return is_pcrs(*value) ? pcrs : std::string_view();
}

std::string_view by_pem(ByteView bytes) {
  const std::string_view text = text_of(bytes);
  if (text.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos) return certificate;
  if (text.find("-----BEGIN X509 CRL-----") != std::string_view::npos) return crl;
  if (text.find("-----BEGIN PUBLIC KEY-----") != std::string_view::npos) return public_key;
  return "";
}

std::string_view by_der(ByteView bytes, crypto::CertificateCache* cache) {
  if (crypto::parse_certificates("", bytes, cache).ok()) return certificate;
  if (crypto::parse_crl("", bytes, cache).ok()) return crl;
  if (crypto::SubjectKey::from_spki("", bytes).ok()) return public_key;
  return "";
}

bool is_tpm_signature(ByteView bytes) {
  if (bytes.size() < 6 || bytes[0] != 0x00) return false;
  return bytes[1] == 0x14 || bytes[1] == 0x16 || bytes[1] == 0x18;  // RSASSA, RSAPSS, ECDSA
}

// TPMT_PUBLIC of an RSA or ECC key with SHA-256 or SHA-384 as its name algorithm.
bool is_tpm_public(ByteView bytes) {
  if (bytes.size() < 4 || bytes[0] != 0x00 || bytes[2] != 0x00) return false;
  return (bytes[1] == 0x01 || bytes[1] == 0x23) && (bytes[3] == 0x0b || bytes[3] == 0x0c);
}

}  // namespace

bool looks_signed(ByteView bytes) {
  constexpr std::string_view pem = "-----BEGIN ";
  const std::string_view text = text_of(bytes);
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text.substr(first).starts_with(pem)) return true;
  // A sequence in a sequence, the outer one's length in one to four bytes; as far as it is there.
  constexpr uint8_t long_form = 0x80;
  if (bytes.size() < 2 || bytes[0] != der_sequence) return false;
  const size_t length_size = bytes[1] ^ long_form;
  if (length_size < 1 || length_size > 4) return false;
  const size_t content = 2 + length_size;
  return bytes.size() <= content || bytes[content] == der_sequence;
}

std::string_view by_content(ByteView bytes, crypto::CertificateCache* cache) {
  if (bytes.empty()) return "";
  if (nvgpu::looks_like_rim(bytes)) return rim;
  if (tpm::looks_like_quote(bytes)) return quote;
  if (dcap::looks_like_quote(bytes)) return dcap_quote;
  if (snp::looks_like_cert_table(bytes)) return cert_table;
  // Quotes hold certificates in PEM too, so binary marks are looked for before.
  const std::string_view pem = by_pem(bytes);
  if (!pem.empty()) return pem;
  if (bytes[0] == der_sequence) {
    const std::string_view der = by_der(bytes, cache);
    if (!der.empty()) return der;
  }
  const size_t first = text_of(bytes).find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] == '{') {
    const std::string_view json = by_json(bytes);
    if (!json.empty()) return json;
  }
  if (eventlog::looks_like_event_log(bytes)) return event_log;
  if (is_tpm_signature(bytes)) return signature;
  if (is_tpm_public(bytes)) return tpm_public;
  return "";
}

}  // namespace anchorhold::verifier::role
