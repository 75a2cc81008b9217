// A manifest that is read is canonical below its signature: read again in that form it says the
// same.
#include "check.h"
#include "evidence/nvgpu/rim.h"
#include "evidence/nvgpu/xml.h"

using namespace anchorhold;

namespace {

// The signed content, with the signature of `document` put back into it.
std::string signed_again(const nvgpu::Rim& rim, std::string_view document) {
  std::string text = string_of(rim.content);
  const size_t begin = document.find("<ds:Signature ");
  const size_t end = document.find("</ds:Signature>");
  const size_t root_end = text.rfind("</");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  return text.insert(root_end, document.substr(begin, end + 15 - begin));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto rim = nvgpu::parse_rim("rim", bytes);
  if (!rim.ok()) return 0;
  for (const nvgpu::Reference& reference : rim->references) {
    fuzz::check(!reference.alternatives.empty());
    for (const Bytes& value : reference.alternatives) fuzz::check(value.size() == 48);
  }
  const std::string again = signed_again(*rim, text_of(bytes));
  const auto second = nvgpu::parse_rim("rim", bytes_of(again));
  if (second.ok()) fuzz::check(second->content == rim->content);
  return 0;
}
