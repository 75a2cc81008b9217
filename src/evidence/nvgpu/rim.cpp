#include "evidence/nvgpu/rim.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/hex.h"
#include "evidence/nvgpu/rim_signature.h"
#include "evidence/nvgpu/xml.h"

namespace anchorhold::nvgpu {
namespace {

using xml::Element;

constexpr std::string_view swid = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
constexpr std::string_view hash_ns = "http://www.w3.org/2001/04/xmlenc#sha384";
constexpr unsigned max_index = 253;  // SPDM indices are one more and end at 254
constexpr unsigned max_alternatives = 128;
constexpr unsigned digest_size = 48;

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

Result<std::string> attribute(const Element& element, std::string_view name) {
  const std::string* value = element.attribute("", name);
  if (value == nullptr || value->empty()) {
    return malformed("element " + element.name, "it has no attribute " + std::string(name));
  }
  return *value;
}

Result<unsigned> number(const Element& element, std::string_view name, unsigned most) {
  AH_ASSIGN(const std::string text, attribute(element, name));
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) {
    return malformed("element " + element.name, "wrong " + std::string(name))
        .want("a number up to " + std::to_string(most))
        .saw(text.substr(0, 40));
  }
  return value;
}

Result<bool> flag(const Element& element, std::string_view name) {
  AH_ASSIGN(const std::string text, attribute(element, name));
  if (text != "True" && text != "False") {
    return malformed("element " + element.name, "wrong " + std::string(name))
        .want("True or False")
        .saw(text.substr(0, 40));
  }
  return text == "True";
}

Result<Bytes> digest(const Element& resource, unsigned place) {
  const std::string name = "Hash" + std::to_string(place);
  const std::string* text = resource.attribute(hash_ns, name);
  if (text == nullptr) return malformed("element Resource", "it has no " + name);
  std::string lower = *text;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  AH_ASSIGN(const auto value, fixed_from_hex<digest_size>("element Resource " + name, lower));
  return copy_of(value);
}

Result<Reference> read_resource(const Element& resource) {
  Reference out;
  AH_ASSIGN(const std::string type, attribute(resource, "type"));
  if (type != "Measurement") {
    return Error{Code::unsupported, "element Resource", "unknown kind of resource"}
        .want("Measurement")
        .saw(type.substr(0, 40));
  }
  AH_ASSIGN(out.index, number(resource, "index", max_index));
  AH_ASSIGN(out.active, flag(resource, "active"));
  AH_ASSIGN(const unsigned size, number(resource, "size", digest_size));
  if (size != digest_size) return malformed("element Resource", "a digest that is not SHA-384");
  AH_ASSIGN(const unsigned alternatives, number(resource, "alternatives", max_alternatives));
  for (unsigned i = 0; i < alternatives; ++i) {
    AH_ASSIGN(Bytes value, digest(resource, i));
    out.alternatives.push_back(std::move(value));
  }
  const auto hashes = std::ranges::count(resource.attributes, hash_ns, &xml::Attribute::ns);
  if (static_cast<size_t>(hashes) != out.alternatives.size() || out.alternatives.empty()) {
    return malformed("element Resource", "it does not have as many digests as it announces");
  }
  return out;
}

Status read_payload(const Element& payload, Rim& rim) {
  std::set<unsigned> indices;
  for (const Element& resource : payload.children) {
    if (!resource.is(swid, "Resource")) {
      return Error{Code::unsupported, "element Payload", "unknown element"}.saw(
          resource.name.substr(0, 40));
    }
    AH_ASSIGN(Reference reference, read_resource(resource));
    if (!indices.insert(reference.index).second) {
      return malformed("element Payload",
                       "index " + std::to_string(reference.index) + " occurs twice");
    }
    rim.references.push_back(std::move(reference));
  }
  return {};
}

// "96.00.9F.00.01": five pairs of hexadecimal digits. Driver versions are decimal numbers.
bool is_vbios_version(std::string_view version) {
  constexpr size_t size = 14;
  if (version.size() != size) return false;
  for (size_t i = 0; i < size; ++i) {
    const char c = version[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    if (i % 3 == 2 ? c != '.' : !hex) return false;
  }
  return true;
}

Status read_tag(const Element& root, Rim& rim) {
  if (!root.is(swid, "SoftwareIdentity")) {
    return malformed("root element", "not a SWID tag")
        .want("SoftwareIdentity")
        .saw(root.name.substr(0, 40));
  }
  AH_ASSIGN(rim.tag_id, attribute(root, "tagId"));
  AH_ASSIGN(const Element* meta, root.only_child(swid, "Meta"));
  AH_ASSIGN(rim.product, attribute(*meta, "product"));
  AH_ASSIGN(rim.version, attribute(*meta, "colloquialVersion"));
  rim.kind = is_vbios_version(rim.version) ? RimKind::vbios : RimKind::driver;
  AH_ASSIGN(const Element* payload, root.only_child(swid, "Payload"));
  return read_payload(*payload, rim);
}

Status read_rim(std::string_view object, ByteView bytes, crypto::CertificateCache* cache,
                Rim& rim) {
  AH_ASSIGN(xml::SignedDocument document, xml::read_signed_document(object, bytes));
  AH_TRY(read_tag(document.root, rim));
  AH_TRY(read_signature(object, document.signature, cache, rim));
  rim.content = std::move(document.content);
  rim.signed_info = std::move(document.signed_info);
  return {};
}

}  // namespace

std::string_view rim_kind_name(RimKind kind) {
  return kind == RimKind::driver ? "driver" : "VBIOS";
}

Result<Rim> parse_rim(std::string_view object, ByteView bytes, crypto::CertificateCache* cache) {
  Rim rim;
  Status status = read_rim(object, bytes, cache, rim);
  if (!status.ok()) return status.take_error().in(object);
  return rim;
}

bool looks_like_rim(ByteView bytes) {
  constexpr size_t head = 1024;
  const std::string_view text = text_of(bytes.first(std::min(bytes.size(), head)));
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<' &&
         text.find("SoftwareIdentity") != std::string_view::npos;
}

}  // namespace anchorhold::nvgpu
