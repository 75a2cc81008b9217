#pragma once
// What AMD's certificates say of the key that signs reports. Source: AMD 57230 (VCEK Certificate
// and KDS Interface), table of VCEK extensions; the same for VLEKs.

#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/x509.h"
#include "evidence/snp/report.h"

namespace anchorhold::snp {

// KeyCertificate: the certified platform: which processor and which firmware the key belongs to.
struct KeyCertificate {
  SigningKey type = SigningKey::none;  // vcek or vlek, by the subject's name
  std::string product_name;            // "Milan-B0", "Genoa", "Turin"
  std::map<TcbComponent, uint8_t> levels;
  std::optional<Bytes> hardware_id;   // of a VCEK: 64 bytes, or 8 from Turin on
  std::optional<std::string> csp_id;  // of a VLEK: the cloud provider
};

// is_key_certificate: whether the certificate may be a VCEK or VLEK, by its subject's name. No
// proof.
bool is_key_certificate(const crypto::Certificate& certificate);

// read_key_certificate: reads the extensions, in exactly the encodings that AMD uses: minimal DER
// integers from 0 to 255, IA5 strings, the hardware id as bare bytes. Malformed: another encoding,
// a VCEK without hardware id or a VLEK without provider, or the reverse.
Result<KeyCertificate> read_key_certificate(const crypto::Certificate& certificate);

// certifies: whether every component of `tcb` is the one in the certificate.
Status certifies(const KeyCertificate& key, Product product, const TcbVersion& tcb);

// is_chip: whether `chip_id` is this hardware id, padded with zeros where it is shorter.
bool is_chip(ByteView hardware_id, const ByteArray<64>& chip_id);

}  // namespace anchorhold::snp
