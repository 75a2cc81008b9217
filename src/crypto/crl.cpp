#include "crypto/crl.h"

#include <algorithm>

#include "codec/der.h"
#include "codec/pem.h"
#include "crypto/hash.h"
#include "crypto/name.h"
#include "crypto/signature_algorithm.h"
#include "crypto/x509_extensions.h"
#include "crypto/x509_oids.h"
#include "crypto/x509_serial.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t max_crl = size_t{1} << 20;

Error unsupported(std::string_view object, std::string message, std::string seen) {
  return Error{Code::unsupported, std::string(object), std::move(message)}
      .saw("critical extension " + std::move(seen))
      .advise("ask the issuer for a complete list of its own certificates");
}

// The serial number of an entry.
Result<ByteView> read_entry(std::string_view object, der::Cursor entry) {
  AH_ASSIGN(const ByteView serial, read_serial(entry));
  AH_TRY(entry.vendor_time());
  if (!entry.empty()) {
    AH_ASSIGN(const der::Cursor list, entry.enter(der::kSequence));
    AH_TRY(entry.finish());
    AH_ASSIGN(const std::vector<Extension> extensions, read_extensions(list));
    for (const Extension& extension : extensions) {
      // Among them certificateIssuer, which names another issuer than the list's.
      if (extension.critical)
        return unsupported(object, "an entry says more than is understood here", extension.oid);
    }
  }
  return serial;
}

Status read_entries(std::string_view object, der::Cursor entries, Crl& crl) {
  // RFC 5280 section 5.1.2.6 wants the field left out when it is empty; some issuers write it.
  while (!entries.empty()) {
    AH_ASSIGN(const der::Cursor entry, entries.enter(der::kSequence));
    AH_ASSIGN(const ByteView serial, read_entry(object, entry));
    crl.revoked.add(serial);
  }
  return {};
}

Result<Bytes> read_number(ByteView value) {
  der::Cursor cursor("cRLNumber", value);
  AH_ASSIGN(const ByteView number, cursor.unsigned_integer());
  AH_TRY(cursor.finish());
  return copy_of(number);
}

Status read_crl_extensions(std::string_view object, der::Cursor list, Crl& crl) {
  AH_ASSIGN(const std::vector<Extension> extensions, read_extensions(list));
  for (const Extension& extension : extensions) {
    if (extension.oid == oids::authority_key_identifier.to_text()) {
      AH_ASSIGN(crl.authority_key_id, read_key_identifier(extension.value));
    } else if (extension.oid == oids::crl_number.to_text()) {
      AH_ASSIGN(crl.crl_number, read_number(extension.value));
    } else if (extension.critical) {
      // Among them deltaCRLIndicator and issuingDistributionPoint.
      return unsupported(object, "it is not a complete list, or says more than is understood here",
                         extension.oid);
    }
  }
  return {};
}

// TBSCertList (RFC 5280 section 5.1).
Result<Crl> read_tbs(std::string_view object, const der::Element& tbs, ByteView& algorithm) {
  der::Cursor fields(object, tbs.content);
  constexpr int64_t v2 = 1;
  AH_ASSIGN(const int64_t version, fields.small_integer());
  if (version != v2) {
    return Error{Code::unsupported, std::string(object), "not a version 2 CRL"};
  }
  AH_ASSIGN(const der::Element identifier, fields.expect(der::kSequence));
  algorithm = identifier.whole;
  Crl crl{.der = {},
          .tbs_offset = {},
          .tbs_size = tbs.whole.size(),
          .issuer = {},
          .issuer_common_name = {},
          .this_update = {},
          .next_update = {},
          .authority_key_id = {},
          .crl_number = {},
          .revoked = {},
          .signature_algorithm = {},
          .signature = {}};
  AH_ASSIGN(crl.signature_algorithm,
            read_signature_algorithm(object, der::Cursor(object, identifier.content)));
  AH_ASSIGN(const der::Element issuer, fields.expect(der::kSequence));
  crl.issuer = copy_of(issuer.whole);
  AH_ASSIGN(crl.issuer_common_name, last_attribute(object, issuer.whole, oids::common_name));
  AH_ASSIGN(crl.this_update, fields.vendor_time());
  if (fields.peek() == der::kUtcTime || fields.peek() == der::kGeneralizedTime) {
    AH_ASSIGN(crl.next_update, fields.vendor_time());
  }
  if (fields.peek() == der::kSequence) {
    AH_ASSIGN(const der::Cursor entries, fields.enter(der::kSequence));
    AH_TRY(read_entries(object, entries, crl));
  }
  if (!fields.empty()) {
    AH_ASSIGN(der::Cursor wrapper, fields.enter(der::context(0)));
    AH_ASSIGN(const der::Cursor list, wrapper.enter(der::kSequence));
    AH_TRY(wrapper.finish());
    AH_TRY(read_crl_extensions(object, list, crl));
  }
  AH_TRY(fields.finish());
  return crl;
}

Result<Crl> read_crl(std::string_view object, Bytes der) {
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor parts, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const der::Element tbs, parts.expect(der::kSequence));
  ByteView inner;
  AH_ASSIGN(Crl crl, read_tbs(object, tbs, inner));
  crl.tbs_offset = static_cast<size_t>(tbs.whole.data() - der.data());
  AH_ASSIGN(const der::Element identifier, parts.expect(der::kSequence));
  if (!std::ranges::equal(identifier.whole, inner)) {
    return parts.error("the signed and the outer signature algorithm differ");
  }
  AH_ASSIGN(const ByteView signature, parts.bit_string());
  AH_TRY(parts.finish());
  AH_ASSIGN(crl.signature, raw_signature(object, crl.signature_algorithm, signature));
  crl.der = std::move(der);
  return crl;
}

Result<Crl> read_der_or_pem(std::string_view object, ByteView bytes) {
  if (!bytes.empty() && bytes.front() == der::kSequence) return read_crl(object, copy_of(bytes));
  AH_ASSIGN(std::vector<Bytes> blocks, pem::decode_all(object, "X509 CRL", text_of(bytes)));
  if (blocks.size() != 1) {
    return Error{Code::malformed, std::string(object), "more than one CRL in one file"};
  }
  return read_crl(object, std::move(blocks.front()));
}

Error refused(const Crl& crl, std::string message) {
  return Error{Code::denied, "CRL of '" + crl.issuer_common_name + "'", std::move(message)};
}

Status check_dates(const Crl& crl, Time at) {
  if (at < crl.this_update) {
    return refused(crl, "not yet in force")
        .want("a time from " + format_time(crl.this_update))
        .saw(format_time(at));
  }
  if (!crl.next_update) return refused(crl, "it does not say until when it holds");
  if (at >= *crl.next_update) {
    return refused(crl, "out of date")
        .want("a time before " + format_time(*crl.next_update))
        .saw(format_time(at))
        .advise("fetch the issuer's present list");
  }
  return {};
}

}  // namespace

void SerialNumbers::add(ByteView serial) {
  prefixed_.push_back(static_cast<uint8_t>(serial.size()));
  prefixed_.insert(prefixed_.end(), serial.begin(), serial.end());
  ++size_;
}

bool SerialNumbers::contains(ByteView serial) const {
  ByteView rest = prefixed_;
  while (!rest.empty()) {
    const size_t size = rest.front();
    if (std::ranges::equal(rest.subspan(1, size), serial)) return true;
    rest = rest.subspan(1 + size);
  }
  return false;
}

ByteView Crl::tbs() const {
  return ByteView(der).subspan(tbs_offset, tbs_size);
}

Digest256 Crl::digest() const {
  return sha256(der);
}

Result<Crl> parse_crl(std::string_view object, ByteView bytes, CertificateCache* cache) {
  if (bytes.size() > max_crl) {
    return Error{Code::limit_exceeded, std::string(object), "the CRL is too large"}
        .want("at most 1 MiB")
        .saw(std::to_string(bytes.size()) + " bytes");
  }
  if (cache == nullptr) return read_der_or_pem(object, bytes);
  const Digest256 digest = sha256(bytes);
  if (const auto known = cache->recall<Crl>(digest)) return *known;
  AH_ASSIGN(Crl crl, read_der_or_pem(object, bytes));
  cache->remember_fact(digest, std::make_shared<const Crl>(crl), bytes.size());
  return crl;
}

Status verify_crl(const Crl& crl, const Certificate& issuer, Time at, CertificateCache* cache) {
  const std::string who = "'" + issuer.subject_common_name + "'";
  if (crl.issuer != issuer.subject) return refused(crl, "it is not the list of " + who);
  if (crl.authority_key_id && issuer.subject_key_id &&
      crl.authority_key_id != issuer.subject_key_id) {
    return refused(crl, "its authority key identifier names another key than that of " + who);
  }
  if (!issuer.key_usage || !issuer.key_usage->has(KeyUsage::crl_sign)) {
    return refused(crl, who + " may not sign lists").want("keyUsage with cRLSign");
  }
  if (!verify_cached(issuer.key, crl.signature_algorithm, crl.tbs(), crl.signature, cache)) {
    return refused(crl, "its signature is not by the key of " + who);
  }
  return check_dates(crl, at);
}

bool revokes(const Crl& crl, const Certificate& certificate) {
  return crl.issuer == certificate.issuer && crl.revoked.contains(certificate.serial);
}

void Consulted::count(Status authentic_list, bool revokes_it) {
  if (authentic_list.ok()) {
    ++authentic;
    revoked = revoked || revokes_it;
  } else if (!refused) {
    refused = authentic_list.take_error();
  }
}

Consulted consult(const Certificate& certificate, const Certificate& issuer,
                  std::span<const Crl> lists, Time at, CertificateCache* cache) {
  Consulted out;
  for (const Crl& list : lists) {
    if (list.issuer != issuer.subject) continue;
    out.count(verify_crl(list, issuer, at, cache), revokes(list, certificate));
  }
  return out;
}

}  // namespace anchorhold::crypto
