#include "crypto/name.h"

#include "crypto/x509.h"

namespace anchorhold::crypto {
namespace {

// Calls use(type, value) for every attribute.
template <class Use>
Status for_each_attribute(std::string_view object, ByteView name, Use use) {
  der::Cursor outer(object, name);
  AH_ASSIGN(der::Cursor sets, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  while (!sets.empty()) {
    AH_ASSIGN(der::Cursor set, sets.enter(der::kSet));
    do {
      AH_ASSIGN(der::Cursor attribute, set.enter(der::kSequence));
      AH_ASSIGN(const der::Oid type, attribute.oid());
      AH_ASSIGN(const der::Element value, attribute.next());
      AH_TRY(attribute.finish());
      use(type, value.content);
    } while (!set.empty());
  }
  return {};
}

// Control characters and bytes that are not ASCII do not reach a terminal through a message.
std::string printable(ByteView value) {
  std::string text = string_of(value);
  for (char& c : text) c = (c >= ' ' && c <= '~') ? c : '?';
  return text;
}

}  // namespace

Result<std::string> last_attribute(std::string_view object, ByteView name, const der::Oid& type) {
  ByteView found;
  AH_TRY(for_each_attribute(object, name, [&](const der::Oid& seen, ByteView value) {
    if (seen == type) found = value;
  }));
  return printable(found);
}

std::string name_attribute(ByteView name, std::string_view dotted_oid) {
  ByteView found;
  const Status read = for_each_attribute("name", name, [&](const der::Oid& seen, ByteView value) {
    if (seen.to_text() == dotted_oid) found = value;
  });
  return read.ok() ? printable(found) : std::string();
}

}  // namespace anchorhold::crypto
