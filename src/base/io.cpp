#include "base/io.h"

#include <algorithm>

namespace anchorhold {

Result<size_t> read_full(Source& source, MutableBytes out) {
  size_t have = 0;
  while (have < out.size()) {
    AH_ASSIGN(const size_t count, source.read(out.subspan(have)));
    if (count == 0) break;
    have += count;
  }
  return have;
}

Result<Bytes> read_all(Source& source, std::string_view object, size_t limit_bytes) {
  Bytes out;
  ByteArray<16384> buffer;
  for (;;) {
    AH_ASSIGN(const size_t count, source.read(buffer));
    if (count == 0) return out;
    if (count > limit_bytes - out.size()) {
      return Error{Code::limit_exceeded, std::string(object), "too large"}.want(
          "at most " + std::to_string(limit_bytes) + " bytes");
    }
    append(out, ByteView(buffer).first(count));
  }
}

Result<uint64_t> copy(Source& source, Sink& sink) {
  Bytes buffer(65536);
  uint64_t total = 0;
  for (;;) {
    AH_ASSIGN(const size_t count, source.read(buffer));
    if (count == 0) return total;
    AH_TRY(sink.write(ByteView(buffer).first(count)));
    total += count;
  }
}

Result<size_t> MemorySource::read(MutableBytes out) {
  const size_t count = std::min(out.size(), rest_.size());
  std::copy_n(rest_.begin(), count, out.begin());
  rest_ = rest_.subspan(count);
  return count;
}

Status MemorySink::write(ByteView bytes) {
  append(bytes_, bytes);
  return {};
}

Result<size_t> MemoryAccess::read_at(uint64_t offset, MutableBytes out) {
  if (offset >= bytes_.size()) return size_t{0};
  const ByteView rest = bytes_.subspan(static_cast<size_t>(offset));
  const size_t count = std::min(out.size(), rest.size());
  std::copy_n(rest.begin(), count, out.begin());
  return count;
}

Result<size_t> AccessSource::read(MutableBytes out) {
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(out.size(), left_));
  AH_ASSIGN(const size_t count, file_.read_at(next_, out.first(wanted)));
  next_ += count;
  left_ -= count;
  return count;
}

}  // namespace anchorhold
