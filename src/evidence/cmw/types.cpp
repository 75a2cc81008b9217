#include "evidence/cmw/types.h"

#include <algorithm>
#include <array>

namespace anchorhold::cmw {
namespace {

constexpr std::array<std::string_view, 2> eat = {"cca", "psa"};
constexpr std::array<std::string_view, 1> cca = {"cca"};
constexpr std::array<std::string_view, 1> psa = {"psa"};
constexpr std::array<std::string_view, 1> snp = {"snp"};
constexpr std::array<std::string_view, 1> nvgpu = {"nvgpu"};

// KnownType: IANA's "Media Types" and "CoAP Content-Formats"; 0 where there is no number that we
// know, which is text/plain and no record's.
struct KnownType {
  uint16_t number;
  std::string_view media;
  std::span<const std::string_view> formats;
};

constexpr std::array<KnownType, 10> known_types = {{
    {42, "application/octet-stream", {}},
    {50, "application/json", {}},
    {60, "application/cbor", {}},
    {263, "application/eat+cwt", eat},                                // RFC 9782
    {0, "application/psa-attestation-token", psa},                    // RFC 9783
    {0, "application/eat-collection", cca},                           // DEN0137
    {287, "application/pkix-cert", {}},                               // RFC 5280
    {10572, "application/vnd.amd.sev-snp.attestation-report", snp},   // AMD CoRIM profile
    {10573, "application/vnd.amd.ghcb.guid-table", {}},               // the same
    {0, "application/vnd.veraison.nvidia-gpu-evidence+json", nvgpu},  // IANA
}};

// The type and subtype in lower case, without parameters.
std::string bare(std::string_view media) {
  std::string out(media.substr(0, media.find(';')));
  while (!out.empty() && out.back() == ' ') out.pop_back();
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

const KnownType* find(const Type& type) {
  const auto* number = std::get_if<uint16_t>(&type);
  const std::string media = number == nullptr ? bare(std::get<std::string>(type)) : "";
  const auto found = std::ranges::find_if(known_types, [&](const KnownType& known) {
    return number == nullptr ? known.media == media : *number != 0 && known.number == *number;
  });
  return found == known_types.end() ? nullptr : &*found;
}

}  // namespace

std::span<const std::string_view> formats_of(const Type& type) {
  const KnownType* known = find(type);
  return known == nullptr ? std::span<const std::string_view>() : known->formats;
}

Result<std::string> media_type_of(const Type& type) {
  if (const auto* text = std::get_if<std::string>(&type)) return *text;
  const KnownType* known = find(type);
  if (known != nullptr) return std::string(known->media);
  return Error{Code::unsupported, "CMW", "no media type is known for a content format"}.saw(
      type_text(type));
}

}  // namespace anchorhold::cmw
