#include "evidence/tpm/gce_instance.h"

#include "codec/der.h"

namespace anchorhold::tpm {
namespace {

constexpr std::string_view instance_object = "GCE instance information";
constexpr size_t text_limit = 256;

Result<std::string> read_text(der::Cursor& cursor) {
  AH_ASSIGN(const der::Element element, cursor.expect(der::kUtf8String));
  if (element.content.empty() || element.content.size() > text_limit) {
    return cursor.error("a name is empty or too long");
  }
  for (const uint8_t c : element.content) {
    if (c < 0x20 || c > 0x7e) return cursor.error("a name has characters that are not printable");
  }
  return string_of(element.content);
}

Result<uint64_t> read_number(der::Cursor& cursor) {
  AH_ASSIGN(const ByteView magnitude, cursor.unsigned_integer());
  if (magnitude.size() > sizeof(uint64_t)) return cursor.error("a number is too large");
  uint64_t out = 0;
  for (const uint8_t byte : magnitude) out = out << 8 | byte;
  return out;
}

Status read_security(der::Cursor properties, GceInstance& out) {
  AH_ASSIGN(const auto version, properties.optional_element(der::context(0)));
  if (version) {
    der::Cursor inner(instance_object, version->content);
    AH_ASSIGN(out.security_version, read_number(inner));
    AH_TRY(inner.finish());
  }
  AH_ASSIGN(const auto production, properties.optional_element(der::context(1)));
  if (production) {
    der::Cursor inner(instance_object, production->content);
    AH_ASSIGN(out.is_production, inner.boolean());
    AH_TRY(inner.finish());
  }
  uint8_t previous = der::context(1);
  while (!properties.empty()) {
    AH_ASSIGN(const der::Element element, properties.next());
    if (element.tag <= previous) return properties.error("security properties are out of order");
    previous = element.tag;
  }
  return {};
}

}  // namespace

Result<GceInstance> parse_gce_instance(ByteView extension) {
  der::Cursor outer(instance_object, extension);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  GceInstance out;
  AH_ASSIGN(out.zone, read_text(fields));
  AH_ASSIGN(out.project_number, read_number(fields));
  AH_ASSIGN(out.project_id, read_text(fields));
  AH_ASSIGN(out.instance_id, read_number(fields));
  AH_ASSIGN(out.instance_name, read_text(fields));
  if (!fields.empty()) {
    AH_ASSIGN(der::Cursor wrapper, fields.enter(der::context(0)));
    AH_TRY(fields.finish());
    AH_ASSIGN(const der::Cursor properties, wrapper.enter(der::kSequence));
    AH_TRY(wrapper.finish());
    AH_TRY(read_security(properties, out));
  }
  return out;
}

}  // namespace anchorhold::tpm
