#include "testkit/forged_eventlog.h"

#include <algorithm>
#include <stdexcept>

#include "base/writer.h"

namespace anchorhold::testkit {
namespace {

using crypto::HashKind;

uint16_t algorithm(HashKind kind) {
  switch (kind) {
    case HashKind::sha1:
      return 0x0004;
    case HashKind::sha256:
      return 0x000b;
    case HashKind::sha384:
      return 0x000c;
    case HashKind::sha512:
      return 0x000d;
  }
  return 0;
}

void le(Bytes& out, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

Bytes spec_id(const std::vector<HashKind>& banks) {
  Bytes out = ascii_z("Spec ID Event03");
  le(out, 0, 4);                   // a client
  append(out, Bytes{0, 2, 0, 2});  // version 2.0, 64-bit
  le(out, banks.size(), 4);
  for (const HashKind bank : banks) {
    le(out, algorithm(bank), 2);
    le(out, crypto::hash_size(bank), 2);
  }
  out.push_back(0);  // no vendor data
  return out;
}

void put_sha1_event(Bytes& out, uint32_t index, uint32_t type, ByteView digest, ByteView data) {
  le(out, index, 4);
  le(out, type, 4);
  append(out, digest);
  le(out, data.size(), 4);
  append(out, data);
}

Bytes tlv(uint8_t type, ByteView value) {
  Writer out;
  out.u8(type).u32be(static_cast<uint32_t>(value.size())).bytes(value);
  return out.take();
}

std::string bank_name(HashKind kind) {
  return std::string(crypto::hash_name(kind));
}

}  // namespace

LogForge& LogForge::measure(uint32_t index, uint32_t type, Bytes data, ByteView measured) {
  ForgedEvent event{index, type, std::move(data), {}};
  for (const HashKind bank : banks_) event.digests[bank] = crypto::hash(bank, measured);
  events_.push_back(std::move(event));
  return *this;
}

LogForge& LogForge::measure(uint32_t index, uint32_t type, Bytes data) {
  const Bytes measured = data;
  return measure(index, type, std::move(data), measured);
}

LogForge& LogForge::note(uint32_t index, Bytes data) {
  ForgedEvent event{index, kNoAction, std::move(data), {}};
  for (const HashKind bank : banks_) event.digests[bank] = Bytes(crypto::hash_size(bank), 0);
  events_.push_back(std::move(event));
  return *this;
}

LogForge& LogForge::startup_locality(uint8_t locality) {
  Bytes data = ascii_z("StartupLocality");
  data.push_back(locality);
  return note(0, std::move(data));
}

ForgedEvent& LogForge::find(uint32_t index, uint32_t type) {
  const auto found = std::ranges::find_if(events_, [&](const ForgedEvent& event) {
    return event.index == index && event.type == type;
  });
  if (found == events_.end()) throw std::logic_error("no such event was forged");
  return *found;
}

Bytes LogForge::agile() const {
  Bytes out;
  put_sha1_event(out, 0, kNoAction, Bytes(crypto::hash_size(HashKind::sha1), 0), spec_id(banks_));
  for (const ForgedEvent& event : events_) {
    le(out, event.index, 4);
    le(out, event.type, 4);
    le(out, event.digests.size(), 4);
    for (const auto& [bank, digest] : event.digests) {
      le(out, algorithm(bank), 2);
      append(out, digest);
    }
    le(out, event.data.size(), 4);
    append(out, event.data);
  }
  return out;
}

Bytes LogForge::sha1() const {
  Bytes out;
  for (const ForgedEvent& event : events_)
    put_sha1_event(out, event.index, event.type, event.digests.at(HashKind::sha1), event.data);
  return out;
}

Bytes LogForge::cel(bool rtmrs) const {
  Bytes out;
  for (size_t i = 0; i < events_.size(); ++i) {
    const ForgedEvent& event = events_[i];
    Writer number;
    number.u64be(i);
    append(out, tlv(0, number.view()));
    append(out, tlv(rtmrs ? 0x6c : 1, Bytes{static_cast<uint8_t>(event.index)}));
    Bytes digests;
    for (const auto& [bank, digest] : event.digests)
      append(digests, tlv(static_cast<uint8_t>(algorithm(bank)), digest));
    append(out, tlv(3, digests));
    append(out, event.data);
  }
  return out;
}

std::map<std::string, Bytes, std::less<>> LogForge::registers(bool rtmrs, uint8_t locality) const {
  std::map<std::string, Bytes, std::less<>> out;
  for (const HashKind bank : banks_) {
    for (const ForgedEvent& event : events_) {
      if (event.type == kNoAction) continue;
      const std::string name = rtmrs ? "rtmr" + std::to_string(event.index - 1)
                                     : bank_name(bank) + "_pcr" + std::to_string(event.index);
      Bytes start(crypto::hash_size(bank), 0);
      if (!rtmrs && event.index == 0) start.back() = locality;
      Bytes& value = out.try_emplace(name, start).first->second;
      value = crypto::hash(bank, {value, event.digests.at(bank)});
    }
  }
  return out;
}

Bytes ascii(std::string_view text) {
  return copy_of(bytes_of(text));
}

Bytes ascii_z(std::string_view text) {
  Bytes out = ascii(text);
  out.push_back(0);
  return out;
}

Bytes utf16(std::string_view text) {
  Bytes out;
  for (const char c : text) le(out, static_cast<unsigned char>(c), 2);
  return out;
}

Bytes uefi_variable(ByteView vendor, std::string_view name, ByteView value) {
  Bytes out = copy_of(vendor);
  le(out, name.size(), 8);
  le(out, value.size(), 8);
  append(out, utf16(name));
  append(out, value);
  return out;
}

Bytes signature_list(size_t signatures) {
  constexpr size_t signature_size = 48;
  Bytes out = {0xa1, 0x59, 0xc0, 0xa5, 0xe4, 0x94, 0xa7, 0x4a,
               0x87, 0xb5, 0xab, 0x15, 0x5c, 0x2b, 0xf0, 0x72};
  le(out, 28 + signatures * signature_size, 4);
  le(out, 0, 4);
  le(out, signature_size, 4);
  out.resize(out.size() + signatures * signature_size, 0x5a);
  return out;
}

Bytes image_load(std::string_view path) {
  Bytes name = utf16(path);
  le(name, 0, 2);
  Bytes nodes = {4, 4};
  le(nodes, 4 + name.size(), 2);
  append(nodes, name);
  append(nodes, Bytes{0x7f, 0xff, 4, 0});
  Bytes out;
  le(out, 0x1000, 8);
  le(out, 0x2000, 8);
  le(out, 0, 8);
  le(out, nodes.size(), 8);
  append(out, nodes);
  return out;
}

const Bytes& global_guid() {
  static const Bytes guid = {0x61, 0xdf, 0xe4, 0x8b, 0xca, 0x93, 0xd2, 0x11,
                             0xaa, 0x0d, 0x00, 0xe0, 0x98, 0x03, 0x2b, 0x8c};
  return guid;
}

const Bytes& security_guid() {
  static const Bytes guid = {0xcb, 0xb2, 0x19, 0xd7, 0x3a, 0x3d, 0x96, 0x45,
                             0xa3, 0xbc, 0xda, 0xd0, 0x0e, 0x67, 0x65, 0x6f};
  return guid;
}

const Bytes& shim_guid() {
  static const Bytes guid = {0x50, 0xab, 0x5d, 0x60, 0x46, 0xe0, 0x00, 0x43,
                             0xab, 0xb6, 0x3d, 0xd8, 0x10, 0xdd, 0x8b, 0x23};
  return guid;
}

}  // namespace anchorhold::testkit
