#include "testkit/forged_cose.h"

#include <algorithm>

#include "codec/cbor.h"
#include "codec/cose.h"

namespace anchorhold::testkit {
namespace {

int64_t cose_algorithm(crypto::Algorithm algorithm) {
  switch (algorithm) {
    case crypto::Algorithm::es256:
      return cose::kEs256;
    case crypto::Algorithm::es384:
      return cose::kEs384;
    case crypto::Algorithm::ed25519:
      break;
  }
  return cose::kEdDsa;
}

}  // namespace

ClaimMap& ClaimMap::set(int64_t label, Bytes encoded_value) {
  const auto found = std::ranges::find(entries_, label, &Entry::label);
  if (found == entries_.end()) return append(label, std::move(encoded_value));
  found->value = std::move(encoded_value);
  return *this;
}

ClaimMap& ClaimMap::append(int64_t label, Bytes encoded_value) {
  entries_.push_back({label, std::move(encoded_value)});
  return *this;
}

ClaimMap& ClaimMap::remove(int64_t label) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.label == label; });
  return *this;
}

std::vector<int64_t> ClaimMap::labels() const {
  std::vector<int64_t> out;
  for (const Entry& entry : entries_) out.push_back(entry.label);
  return out;
}

Bytes ClaimMap::encode() const {
  cbor::Encoder out;
  out.map(entries_.size());
  for (const Entry& entry : entries_) out.integer(entry.label).encoded(entry.value);
  return out.take();
}

Bytes cbor_bytes(ByteView value) {
  return cbor::Encoder().bytes(value).take();
}
Bytes cbor_text(std::string_view value) {
  return cbor::Encoder().text(value).take();
}
Bytes cbor_uint(uint64_t value) {
  return cbor::Encoder().uint(value).take();
}
Bytes cbor_null() {
  return cbor::Encoder().null().take();
}

Bytes forge_sign1(ByteView payload, const crypto::PrivateKey& key, const Sign1Spec& spec) {
  const Bytes header =
      spec.protected_header.value_or(cose::protected_header(cose_algorithm(key.algorithm())));
  const Bytes signature = key.sign(cose::sig_structure(header, payload)).value();
  cbor::Encoder out;
  if (spec.tag) out.tag(*spec.tag);
  return out.array(4)
      .bytes(header)
      .encoded(spec.unprotected.value_or(cbor::Encoder().map(0).take()))
      .bytes(payload)
      .bytes(signature)
      .take();
}

Bytes cose_key(const crypto::PublicKey& key) {
  constexpr int64_t p256 = 1;
  constexpr int64_t p384 = 2;
  constexpr int64_t ed25519 = 6;
  const ByteView raw = key.raw();
  if (key.algorithm() == crypto::Algorithm::ed25519) {
    return cbor::Encoder()
        .map(3)
        .integer(1)
        .integer(1)
        .integer(-1)
        .integer(ed25519)
        .integer(-2)
        .bytes(raw)
        .take();
  }
  const size_t coordinate = raw.size() / 2;
  return cbor::Encoder()
      .map(4)
      .integer(1)
      .integer(2)
      .integer(-1)
      .integer(key.algorithm() == crypto::Algorithm::es256 ? p256 : p384)
      .integer(-2)
      .bytes(raw.subspan(1, coordinate))
      .integer(-3)
      .bytes(raw.subspan(1 + coordinate))
      .take();
}

crypto::SubjectKey subject_key(const crypto::PublicKey& key) {
  return crypto::SubjectKey::from_spki("forged key", key.spki()).value();
}

}  // namespace anchorhold::testkit
