#include "evidence/ibmse/name.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "codec/der.h"

namespace anchorhold::ibmse {
namespace {

constexpr std::string_view common_name = "2.5.4.3";
constexpr std::string_view country = "2.5.4.6";
constexpr std::string_view locality = "2.5.4.7";
constexpr std::string_view state = "2.5.4.8";
constexpr std::string_view organization = "2.5.4.10";
constexpr std::string_view organizational_unit = "2.5.4.11";

constexpr std::string_view ibm = "International Business Machines Corporation";
constexpr std::string_view service = "Key Signing Service";
constexpr size_t signer_attributes = 6;

Result<Name> parse(ByteView der) {
  Name out;
  der::Cursor outer("name", der);
  AH_ASSIGN(der::Cursor sets, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  while (!sets.empty()) {
    AH_ASSIGN(der::Cursor set, sets.enter(der::kSet));
    while (!set.empty()) {
      AH_ASSIGN(der::Cursor attribute, set.enter(der::kSequence));
      AH_ASSIGN(const der::Oid type, attribute.oid());
      AH_ASSIGN(const der::Element value, attribute.next());
      AH_TRY(attribute.finish());
      out.emplace_back(type.to_text(), string_of(value.content));
    }
  }
  return out;
}

bool ibm_town(std::string_view value) {
  return value == "Poughkeepsie" || value == "Armonk";
}

// Sorted, and with one word for both towns.
Name comparable(ByteView der) {
  Name out = read_name(der);
  for (auto& [type, value] : out) {
    if (type == locality && ibm_town(value)) value = "Armonk";
  }
  std::ranges::sort(out);
  return out;
}

// The value of an attribute that occurs once.
std::optional<std::string> only(const Name& name, std::string_view type) {
  std::optional<std::string> found;
  for (const auto& [other, value] : name) {
    if (other != type) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

}  // namespace

Name read_name(ByteView der) {
  auto name = parse(der);
  return name.ok() ? std::move(*name) : Name();
}

bool same_name(ByteView a, ByteView b) {
  const Name first = comparable(a);
  return !first.empty() && first == comparable(b);
}

bool is_key_signing_service(ByteView subject) {
  const Name name = read_name(subject);
  const auto unit = only(name, organizational_unit);
  const auto town = only(name, locality);
  return name.size() == signer_attributes && only(name, country) == "US" &&
         only(name, state) == "New York" && only(name, organization) == ibm &&
         only(name, common_name) == ibm && town && ibm_town(*town) && unit &&
         unit->ends_with(service);
}

bool is_ibm(ByteView subject) {
  return only(read_name(subject), organization) == ibm;
}

}  // namespace anchorhold::ibmse
