#include "evidence/snp/cert_table.h"

#include <algorithm>
#include <array>

#include "base/reader.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view cert_table_object = "SEV-SNP certificate table";
constexpr size_t table_entry_size = 24;
constexpr size_t most_entries = 32;
constexpr size_t most_table_size = size_t{1} << 20U;
constexpr std::array<const ByteArray<16>*, 4> certificate_guids = {&ark_guid, &ask_guid, &vcek_guid,
                                                                   &vlek_guid};

struct Place {
  ByteArray<16> guid{};
  size_t offset = 0;
  size_t size = 0;
};

Error malformed_cert_table(std::string message) {
  return {Code::malformed, std::string(cert_table_object), std::move(message)};
}

Result<std::vector<Place>> read_places(Reader& in) {
  std::vector<Place> out;
  for (;;) {
    Place place;
    AH_ASSIGN(place.guid, in.bytes<16>());
    AH_ASSIGN(place.offset, in.u32le());
    AH_ASSIGN(place.size, in.u32le());
    if (place.guid == ByteArray<16>{}) {
      if (place.offset != 0 || place.size != 0)
        return malformed_cert_table("the last entry is not all zero");
      return out;
    }
    const bool repeated =
        std::ranges::any_of(out, [&](const Place& other) { return other.guid == place.guid; });
    if (repeated) return malformed_cert_table("a GUID occurs twice");
    out.push_back(place);
    if (out.size() > most_entries) {
      return Error{Code::limit_exceeded, std::string(cert_table_object), "too many entries"}.want(
          "at most " + std::to_string(most_entries));
    }
  }
}

Status check_places(std::vector<Place> places, size_t header_size, size_t table_size) {
  std::ranges::sort(places, {}, &Place::offset);
  size_t end = header_size;
  for (const Place& place : places) {
    if (place.size == 0) return malformed_cert_table("an entry without data");
    if (place.offset < end) return malformed_cert_table("data inside the header or overlapping");
    if (place.offset > table_size || place.size > table_size - place.offset)
      return malformed_cert_table("data outside the table");
    end = place.offset + place.size;
  }
  return {};
}

}  // namespace

Result<std::vector<CertTableEntry>> parse_cert_table(ByteView table) {
  if (table.size() > most_table_size) {
    return Error{Code::limit_exceeded, std::string(cert_table_object), "too large"}
        .want("at most 1 MiB")
        .saw(std::to_string(table.size()) + " bytes");
  }
  Reader in(cert_table_object, table);
  AH_ASSIGN(const std::vector<Place> places, read_places(in));
  AH_TRY(check_places(places, in.offset(), table.size()));
  std::vector<CertTableEntry> out;
  out.reserve(places.size());
  for (const Place& place : places)
    out.push_back({.guid = place.guid, .data = table.subspan(place.offset, place.size)});
  return out;
}

Result<std::vector<crypto::Certificate>> certificates_in(ByteView table,
                                                         crypto::CertificateCache* cache) {
  AH_ASSIGN(const std::vector<CertTableEntry> entries, parse_cert_table(table));
  std::vector<crypto::Certificate> out;
  for (const CertTableEntry& entry : entries) {
    const bool ours = std::ranges::any_of(
        certificate_guids, [&](const ByteArray<16>* guid) { return *guid == entry.guid; });
    if (!ours) continue;
    AH_ASSIGN(std::vector<crypto::Certificate> more,
              crypto::parse_certificates(cert_table_object, entry.data, cache));
    std::ranges::move(more, std::back_inserter(out));
  }
  return out;
}

bool looks_like_cert_table(ByteView bytes) {
  if (bytes.size() < 2 * table_entry_size) return false;
  const ByteView guid = bytes.first(16);
  return std::ranges::equal(guid, crl_guid) ||
         std::ranges::any_of(certificate_guids, [&](const ByteArray<16>* known) {
           return std::ranges::equal(guid, *known);
         });
}

}  // namespace anchorhold::snp
