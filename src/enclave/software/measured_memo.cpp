#include "enclave/software/measured_memo.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/reader.h"
#include "base/writer.h"
#include "os/file.h"

namespace anchorhold::enclave {

namespace {

constexpr std::string_view magic = "anchorhold measured v1\n";
constexpr uint64_t max_bytes = 64ULL << 20;
constexpr size_t chunk_bytes = 1U << 20;
constexpr uintptr_t page_bytes = 4096;

// The file, mapped for the comparison only.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const os::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat info {};
    if (!file.valid() || ::fstat(file.get(), &info) != 0 || info.st_uid != ::geteuid() ||
        info.st_size <= 0)
      return;
    size_ = static_cast<size_t>(info.st_size);
    at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  }
  ~MappedFile() {
    if (at_ != MAP_FAILED) ::munmap(at_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ByteView bytes() const {
    return at_ == MAP_FAILED ? ByteView() : ByteView(static_cast<const uint8_t*>(at_), size_);
  }

 private:
  void* at_ = MAP_FAILED;
  size_t size_ = 0;
};

// What has been compared leaves this process's memory at once, so that the memo never counts in it
// as a whole.
void forget(ByteView mapped) {
  const size_t into_page = reinterpret_cast<uintptr_t>(mapped.data()) % page_bytes;
  ::madvise(const_cast<uint8_t*>(mapped.data()) - into_page, mapped.size() + into_page,
            MADV_DONTNEED);
}

bool same(ByteView kept, ByteView now) {
  if (kept.size() != now.size()) return false;
  for (size_t offset = 0; offset < kept.size(); offset += chunk_bytes) {
    const size_t count = std::min(chunk_bytes, kept.size() - offset);
    if (std::memcmp(kept.data() + offset, now.data() + offset, count) != 0) return false;
    forget(kept.subspan(offset, count));
  }
  return true;
}

Result<image::Registers> read_memo(ByteView file, const Measurable& measurable) {
  Reader in("measured", file);
  AH_ASSIGN(const ByteView begin, in.view(magic.size()));
  image::Registers registers;
  AH_ASSIGN(registers.pcr0, in.bytes<48>());
  AH_ASSIGN(registers.pcr1, in.bytes<48>());
  AH_ASSIGN(registers.pcr2, in.bytes<48>());
  bool equal = text_of(begin) == magic;
  for (const ByteView part : {measurable.agent, measurable.manifest, measurable.layer}) {
    AH_ASSIGN(const uint64_t size, in.u64be());
    AH_ASSIGN(const ByteView kept, in.view(size));
    equal = equal && same(kept, part);
  }
  AH_TRY(in.finish());
  if (!equal) return Error{Code::not_found, "measured", "of other bytes"};
  return registers;
}

Status write_memo(const std::string& path, const Measurable& measurable,
                  const image::Registers& registers) {
  AH_ASSIGN(os::PendingFile file, os::PendingFile::create(path, 0644));
  Writer head;
  head.text(magic).bytes(registers.pcr0).bytes(registers.pcr1).bytes(registers.pcr2);
  AH_TRY(file.write(head.view()));
  for (const ByteView part : {measurable.agent, measurable.manifest, measurable.layer}) {
    AH_TRY(file.write(Writer().u64be(part.size()).view()));
    AH_TRY(file.write(part));
  }
  return file.commit();
}

}  // namespace

std::optional<image::Registers> MeasuredMemo::recall(const Measurable& measurable) const {
  const MappedFile file(path_);
  auto registers = read_memo(file.bytes(), measurable);
  if (!registers.ok()) return std::nullopt;
  return *registers;
}

void MeasuredMemo::remember(const Measurable& measurable, const image::Registers& registers) const {
  if (measurable.agent.size() + measurable.manifest.size() + measurable.layer.size() > max_bytes)
    return;
  static_cast<void>(write_memo(path_, measurable, registers));
}

}  // namespace anchorhold::enclave
