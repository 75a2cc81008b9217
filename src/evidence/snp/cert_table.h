#pragma once
// The certificate table that comes with an extended report: GUIDs with places in the same buffer.
// Source: AMD 56421 (GHCB), SNP Extended Guest Request; Linux configfs-tsm hands it out as auxblob.

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"
#include "evidence/snp/guid.h"

namespace anchorhold::snp {

// CertTableEntry: one entry. `data` points into the table.
struct CertTableEntry {
  ByteArray<16> guid{};  // in the order of its text form
  ByteView data;
};

// GUIDs of the entries that AMD defines, in the order of their text form.
inline constexpr ByteArray<16> ark_guid = guid("c0b406a4-a803-4952-9743-3fb6014cd0ae");
inline constexpr ByteArray<16> ask_guid = guid("4ab7b379-bbac-4fe4-a02f-05aef327c782");
inline constexpr ByteArray<16> vcek_guid = guid("63da758d-e664-4564-adc5-f4b93be8accd");
inline constexpr ByteArray<16> vlek_guid = guid("a8074bc2-a25a-483e-aae6-39c045a0b8a1");
inline constexpr ByteArray<16> crl_guid = guid("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

// parse_cert_table: the entries up to the zero GUID that must end them. Malformed: data outside the
// buffer, inside the header or overlapping, a repeated GUID, no end; at most 32 entries. Bytes that
// no entry names are padding.
Result<std::vector<CertTableEntry>> parse_cert_table(ByteView table);

// certificates_in: the certificates of all entries that AMD names, as a pool: DER or PEM. Entries
// of other GUIDs are the cloud provider's own and are left alone. Nothing in it is proven: the host
// filled it.
Result<std::vector<crypto::Certificate>> certificates_in(ByteView table,
                                                         crypto::CertificateCache* cache);

// looks_like_cert_table: whether the bytes begin with an entry of one of the GUIDs above.
bool looks_like_cert_table(ByteView bytes);

}  // namespace anchorhold::snp
