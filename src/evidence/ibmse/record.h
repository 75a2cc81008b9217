#pragma once
// Attestation records of IBM Hyper Protect: what a guest found when it started, as text.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::ibmse {

// Record: "se-checksums.txt". Nothing in it is proven, and it answers no nonce: it is as old as the
// guest's start.
struct Record {
  std::string version;                                       // of the image: "25.11.0"
  std::vector<std::pair<std::string, std::string>> header;   // "label: value" lines
  std::vector<std::pair<std::string, Digest256>> checksums;  // "cidata/user-data" -> SHA-256
};

// parse_record: a version line, header lines, then lines of a SHA-256 and a name, each name once.
// Printable ASCII, at most 64 KiB. Source: IBM Cloud documentation, Confidential computing with
// Hyper Protect, attestation.
Result<Record> parse_record(std::string_view object, ByteView bytes);

// EncryptedRecord: "se-checksums.txt.enc", for the holder of the private half of the contract's
// attestationPublicKey: a password under RSA, and the record under AES-256-CBC with a key that
// PBKDF2 makes of the password. Nothing authenticates it: whoever knows the public key can make
// one.
struct EncryptedRecord {
  Bytes password;  // RSAES-PKCS1-v1_5
  Bytes salt;      // 8 bytes
  Bytes content;   // whole AES blocks
};

// parse_encrypted_record: "hyper-protect-basic" or "contract-basic", and two base64 texts, with
// dots between.
Result<EncryptedRecord> parse_encrypted_record(std::string_view object, ByteView bytes);

// Whether the bytes begin like one or the other.
bool looks_like_record(ByteView bytes);
bool looks_like_encrypted_record(ByteView bytes);

}  // namespace anchorhold::ibmse
