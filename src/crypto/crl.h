#pragma once
// Certificate revocation lists (RFC 5280 section 5): strict DER, read, verified, and asked.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "crypto/subject_key.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// SerialNumbers: those that a list revokes, in one buffer: a list of 1 MiB may hold 50,000.
class SerialNumbers {
 public:
  void add(ByteView serial);             // of at most 255 bytes
  bool contains(ByteView serial) const;  // as Certificate::serial
  size_t size() const { return size_; }
  bool operator==(const SerialNumbers&) const = default;

 private:
  Bytes prefixed_;  // each after its length
  size_t size_ = 0;
};

// Crl: a complete list of one issuer. Nothing here is proven before verify_crl. Dates and reasons
// of entries are for people only and are not kept: every entry revokes.
struct Crl {
  Bytes der;
  size_t tbs_offset = 0;
  size_t tbs_size = 0;
  Bytes issuer;  // DER Name
  std::string issuer_common_name;
  Time this_update;
  std::optional<Time> next_update;
  std::optional<Bytes> authority_key_id;
  std::optional<Bytes> crl_number;  // magnitude, big endian
  SerialNumbers revoked;
  SignatureScheme signature_algorithm;
  Bytes signature;  // as crypto::verify takes it

  ByteView tbs() const;      // the part that is signed; it lives as long as the list
  Digest256 digest() const;  // SHA-256 of the DER
};

// parse_crl: one CRL of at most 1 MiB, DER or a PEM block "X509 CRL". Delta CRLs, lists of some
// certificates or reasons only, lists that speak for other issuers, and unknown critical extensions
// are unsupported: whoever ignored what they say would take a revoked certificate for a good one.
// With a `cache`, bytes that were read before are not read again.
Result<Crl> parse_crl(std::string_view object, ByteView bytes, CertificateCache* cache = nullptr);

// verify_crl: proves that `issuer` made the list and that it is the one to ask at `at`: issuer
// name, authority key identifier, keyUsage cRLSign, signature, thisUpdate <= at < nextUpdate. A
// list without nextUpdate is refused: nobody could tell that it is stale. The caller must have
// proven `issuer`. Errors are denied. `cache` may be null.
Status verify_crl(const Crl& crl, const Certificate& issuer, Time at, CertificateCache* cache);

// revokes: whether the list names the certificate: same issuer name, and its serial number.
bool revokes(const Crl& crl, const Certificate& certificate);

// Consulted: what an issuer's lists say of one certificate.
struct Consulted {
  size_t authentic = 0;
  bool revoked = false;               // by an authentic one
  std::optional<Error> refused = {};  // why the first of the others does not count

  void count(Status authentic_list, bool revokes_it);
};

// consult: asks every list with the issuer's name. A pool may hold stale lists, and lists of other
// keys of that name, beside good ones: they neither revoke nor do harm. The caller must have proven
// `issuer`, and must refuse when he needs a list and none is authentic.
Consulted consult(const Certificate& certificate, const Certificate& issuer,
                  std::span<const Crl> lists, Time at, CertificateCache* cache);

}  // namespace anchorhold::crypto
