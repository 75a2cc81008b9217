#include "evidence/cmw/read.h"

#include <algorithm>

namespace anchorhold::cmw {
namespace {

constexpr size_t max_type = 256;
constexpr size_t max_label = 128;
constexpr uint64_t all_indicators = 0x1f;

Error malformed(std::string message) {
  return Error{Code::malformed, "CMW", std::move(message)};
}

// A media type is printable ASCII with a slash; its parameters are kept as they stand.
bool is_media_type(std::string_view text) {
  const size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         text.size() <= max_type &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_label(const Label& label) {
  const auto* text = std::get_if<std::string>(&label);
  if (text == nullptr) return true;
  return !text->empty() && text->size() <= max_label &&
         std::ranges::all_of(*text, [](char c) { return c >= ' ' && c != '/' && c != '\x7f'; });
}

}  // namespace

Status Count::entry() {
  if (++entries_ <= max_entries) return {};
  return Error{Code::limit_exceeded, "CMW", "too many entries"}.want("at most 64");
}

Status Count::enter() {
  if (++depth_ <= max_depth) return {};
  return Error{Code::limit_exceeded, "CMW", "collections are nested too deep"}.want("at most 4");
}

Result<Record> make_record(Type type, Bytes value, std::optional<uint64_t> indicators) {
  const auto* text = std::get_if<std::string>(&type);
  if (text != nullptr && !is_media_type(*text)) return malformed("the type is no media type");
  if (value.empty()) return malformed("a record has no value");
  if (indicators && (*indicators == 0 || *indicators > all_indicators)) {
    return malformed("unknown indicator")
        .want("the bits 0 to 4, at least one")
        .saw(std::to_string(*indicators));
  }
  Record record{.type = std::move(type), .value = std::move(value), .indicators = {}};
  if (indicators) record.indicators = static_cast<uint8_t>(*indicators);
  return record;
}

Status add_entry(Collection& collection, Label label, Message message) {
  if (!is_label(label)) {
    return malformed("a label cannot be used")
        .want("1 to 128 characters without control characters and '/'");
  }
  const std::string text = label_text(label);
  const bool taken = std::ranges::any_of(
      collection.entries, [&](const Entry& entry) { return label_text(entry.label) == text; });
  if (taken) return malformed("a label occurs twice").saw(text);
  collection.entries.push_back({std::move(label), std::move(message)});
  return {};
}

Status check_collection(const Collection& collection) {
  if (collection.entries.empty()) return malformed("a collection without entries");
  return {};
}

}  // namespace anchorhold::cmw
