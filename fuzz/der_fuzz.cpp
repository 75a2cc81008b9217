// What the cursor accepts is DER: writing the value again gives the same element.
#include "check.h"
#include "codec/der.h"

using namespace anchorhold;

namespace {

// A cursor over `element` alone.
der::Cursor only(const der::Element& element) {
  return der::Cursor("element", element.whole);
}

void check_value(const der::Element& element) {
  const auto reproduced = [&](const Bytes& encoded) { return fuzz::same(encoded, element.whole); };
  if (const auto value = only(element).boolean(); value.ok())
    fuzz::check(reproduced(der::boolean(*value)));
  if (const auto value = only(element).small_integer(); value.ok()) {
    fuzz::check(reproduced(der::integer(*value)));
  }
  if (const auto value = only(element).unsigned_integer(); value.ok()) {
    fuzz::check(reproduced(der::unsigned_integer(*value)));
  }
  if (const auto value = only(element).bit_string(); value.ok())
    fuzz::check(reproduced(der::bit_string(*value)));
  if (const auto flags = only(element).bit_flags(); flags.ok()) {
    // Zeros at the end are taken, and not written.
    const auto again = der::Cursor("again", der::bit_flags(*flags)).bit_flags();
    fuzz::check(again.ok() && *again == *flags);
  }
  if (const auto value = only(element).oid(); value.ok()) {
    fuzz::check(reproduced(der::oid(*value)) && !value->to_text().empty());
  }
  if (const auto value = only(element).time(); value.ok())
    fuzz::check(reproduced(der::time(*value)));
  if (only(element).null().ok()) fuzz::check(reproduced(der::null()));
}

void walk(der::Cursor cursor, int depth) {
  while (!cursor.empty() && depth < 32) {
    const auto element = cursor.next();
    if (!element.ok()) return;
    fuzz::check(fuzz::same(der::element(element->tag, {element->content}), element->whole));
    check_value(*element);
    if ((element->tag & 0x20) != 0) walk(der::Cursor("inner", element->content), depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  walk(der::Cursor("input", {data, size}), 0);
  return 0;
}
