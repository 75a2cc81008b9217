#pragma once
// COSE messages, keys and claims maps with anything in them.

#include <optional>
#include <string_view>
#include <vector>

#include "crypto/keys.h"
#include "crypto/subject_key.h"

namespace anchorhold::testkit {

// Encoded CBOR items.
Bytes cbor_bytes(ByteView value);
Bytes cbor_text(std::string_view value);
Bytes cbor_uint(uint64_t value);
Bytes cbor_null();

// ClaimMap: a map with integer labels as a list to edit; each value is an encoded item.
class ClaimMap {
 public:
  ClaimMap& set(int64_t label, Bytes encoded_value);     // replaces, or appends
  ClaimMap& append(int64_t label, Bytes encoded_value);  // also a second time
  ClaimMap& remove(int64_t label);
  std::vector<int64_t> labels() const;
  Bytes encode() const;

 private:
  struct Entry {
    int64_t label;
    Bytes value;
  };
  std::vector<Entry> entries_;
};

// Sign1Spec: how a COSE_Sign1 is written. As it stands it is a good tagged message.
struct Sign1Spec {
  std::optional<uint64_t> tag = 18;
  std::optional<Bytes> protected_header = {};  // else {1: the key's alg}
  std::optional<Bytes> unprotected = {};       // an encoded item; else the empty map
};

Bytes forge_sign1(ByteView payload, const crypto::PrivateKey& key, const Sign1Spec& spec = {});

// cose_key: the public key as an encoded COSE_Key, with the labels that the type demands only.
Bytes cose_key(const crypto::PublicKey& key);

// subject_key: the key as those of other people's evidence are held.
crypto::SubjectKey subject_key(const crypto::PublicKey& key);

}  // namespace anchorhold::testkit
