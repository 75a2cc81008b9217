#include "testkit/forged_nsm.h"

#include <algorithm>

#include "codec/cbor.h"
#include "codec/cose.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/module_id.h"

namespace anchorhold::testkit {
namespace {

constexpr std::string_view host = "testhost";
constexpr ByteArray<8> launch = {0x01, 0x9b, 0x55, 0xa6, 0x8b, 0xd2, 0xed, 0x4b};

ForgedChain forge(const ChainSpec& spec, uint64_t seed) {
  FixedRandom random(seed);
  return forge_chain(spec, random);
}

}  // namespace

PayloadEntries::PayloadEntries(const nsm::Document& document) {
  const Bytes payload = nsm::encode_payload(document);
  const cbor::Value map = cbor::decode("payload", payload).value();
  for (size_t i = 0; i < map.map_size(); ++i) {
    append(*map.key(i).as_text(), cbor::encode(map.value(i)));
  }
}

PayloadEntries& PayloadEntries::set(std::string_view key, Bytes encoded_value) {
  const auto found =
      std::ranges::find_if(entries_, [&](const PayloadEntry& e) { return e.key == key; });
  if (found == entries_.end()) return append(key, std::move(encoded_value));
  found->value = std::move(encoded_value);
  return *this;
}

PayloadEntries& PayloadEntries::append(std::string_view key, Bytes encoded_value) {
  entries_.push_back({std::string(key), std::move(encoded_value)});
  return *this;
}

PayloadEntries& PayloadEntries::remove(std::string_view key) {
  std::erase_if(entries_, [&](const PayloadEntry& e) { return e.key == key; });
  return *this;
}

const Bytes& PayloadEntries::value(std::string_view key) const {
  return std::ranges::find_if(entries_, [&](const PayloadEntry& e) { return e.key == key; })->value;
}

Bytes PayloadEntries::encode(MapForm form) const {
  cbor::Encoder pairs;
  for (const PayloadEntry& entry : entries_) pairs.text(entry.key).encoded(entry.value);
  Bytes out = form == MapForm::definite ? cbor::Encoder().map(entries_.size()).take() : Bytes{0xbf};
  anchorhold::append(out, pairs.view());
  if (form == MapForm::indefinite) out.push_back(0xff);
  return out;
}

Bytes CoseParts::encode() const {
  return cbor::Encoder()
      .array(4)
      .encoded(protected_header)
      .encoded(unprotected)
      .encoded(payload)
      .encoded(signature)
      .take();
}

NsmForge::NsmForge(uint64_t seed) : NsmForge(chain_spec(), seed) {}

NsmForge::NsmForge(const ChainSpec& spec, uint64_t seed) : chain_(forge(spec, seed)) {}

std::string NsmForge::module_id() {
  return nsm::software_module_id(host, launch).value();
}

Time NsmForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / November / 21) + hours(12);
}

nsm::Document NsmForge::document() const {
  nsm::Document out{.module_id = module_id(),
                    .timestamp = at() + Duration(678),
                    .pcrs = {},
                    .certificate = chain_.leaf(),
                    .cabundle = chain_.cabundle(),
                    .public_key = Bytes(120, 0xaa),
                    .user_data = Bytes(48, 0xbb),
                    .nonce = Bytes(32, 0xcc)};
  for (unsigned i = 0; i < nsm::launch_register_count; ++i) out.pcrs.emplace(i, Digest384{});
  for (const unsigned i : {0U, 1U, 2U, 16U}) out.pcrs[i].fill(static_cast<uint8_t>(0x10 + i));
  out.pcrs[4] = nsm::instance_register(nsm::parse_module_id(out.module_id)->instance);
  return out;
}

Bytes NsmForge::sign(const nsm::Document& document) const {
  return sign_payload(nsm::encode_payload(document));
}

Bytes NsmForge::sign_payload(ByteView payload) const {
  return parts(cose::protected_header(cose::kEs384), payload).encode();
}

CoseParts NsmForge::parts(ByteView protected_header, ByteView payload) const {
  const Bytes signature =
      chain_.leaf_key().sign(cose::sig_structure(protected_header, payload)).value();
  return {.protected_header = cbor_bytes(protected_header),
          .unprotected = cbor::Encoder().map(0).take(),
          .payload = cbor_bytes(payload),
          .signature = cbor_bytes(signature)};
}

}  // namespace anchorhold::testkit
