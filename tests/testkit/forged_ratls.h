#pragma once
// RA-TLS certificates with anything in their extensions.

#include <optional>
#include <string>

#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// RatlsClaims: the claims of the interoperable form. As they stand they name the key of `forge`.
struct RatlsClaims {
  std::optional<uint64_t> hash = 1;              // IANA: SHA-256; absent: no pubkey-hash
  std::optional<Bytes> key_hash = std::nullopt;  // in place of the right one
  std::optional<Bytes> nonce = std::nullopt;
  bool unknown_claim = false;
};

// RatlsForge: a key and self-signed certificates for it, valid for years around at().
class RatlsForge {
 public:
  explicit RatlsForge(uint64_t key = 40) : key_(TestKey::of(crypto::KeyKind::p384, key)) {}

  const TestKey& key() const { return key_; }
  Bytes claims(const RatlsClaims& claims) const;

  // The extensions, to be put into spec().more_extensions.
  static Bytes gramine(ByteView quote);         // as Gramine mis-encodes its identifier
  static Bytes proper_gramine(ByteView quote);  // the same, properly encoded
  static Bytes interoperable(ByteView quote, ByteView claims, uint64_t tag = 60000);
  static Bytes interoperable_value(ByteView value);
  static Bytes cmw_cbor(ByteView message);
  static Bytes cmw_json(std::string_view message);

  CertificateSpec spec(Time at, std::vector<Bytes> extensions) const;
  Bytes forge(const CertificateSpec& spec) const { return forge_certificate(spec, key_); }

 private:
  TestKey key_;
};

// report_data: the SHA-256 of the bytes and zeros, 64 bytes in all.
ByteArray<64> report_data_of(ByteView hashed);

}  // namespace anchorhold::testkit
