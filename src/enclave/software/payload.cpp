#include "enclave/software/payload.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "os/error.h"
#include "os/file.h"
#include "os/memfd.h"

namespace anchorhold::enclave {

namespace {

Result<os::Fd> duplicate(const os::Fd& fd) {
  os::Fd copy(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0));
  if (!copy.valid()) return os::system_error("descriptor", "cannot duplicate", errno);
  return copy;
}

Status fill_memory(const os::Fd& memory, const char* name, ByteView bytes) {
  AH_TRY(os::write_all(memory.get(), name, bytes));
  ::lseek(memory.get(), 0, SEEK_SET);
  return os::seal(memory);
}

Status copy_file(const os::Fd& from, const os::Fd& to, const std::string& path, size_t size) {
  for (off_t offset = 0; static_cast<size_t>(offset) < size;) {
    const ssize_t count =
        ::sendfile(to.get(), from.get(), &offset, size - static_cast<size_t>(offset));
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    return os::system_error(path, "cannot copy into memory", count == 0 ? EIO : errno);
  }
  return {};
}

}  // namespace

Result<Payload> Payload::create() {
  AH_ASSIGN(os::Fd program, os::make_memfd("anchorhold-agent", os::Execute::yes));
  AH_ASSIGN(os::Fd layer, os::make_memfd("layer"));
  AH_ASSIGN(os::Fd manifest, os::make_memfd("manifest"));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot create", errno);
  return Payload(std::move(program), std::move(layer), std::move(manifest), os::Fd(ends[0]),
                 os::Fd(ends[1]));
}

Payload::Payload(Payload&& other) noexcept
    : program_(std::move(other.program_)),
      layer_(std::move(other.layer_)),
      manifest_(std::move(other.manifest_)),
      ready_(std::move(other.ready_)),
      release_(std::move(other.release_)),
      mapping_(std::exchange(other.mapping_, nullptr)),
      size_(other.size_) {}

Payload::~Payload() {
  if (mapping_ != nullptr) ::munmap(mapping_, size_);
}

Status Payload::share(AgentFiles& files) const {
  AH_ASSIGN(files.program, duplicate(program_));
  AH_ASSIGN(files.layer, duplicate(layer_));
  AH_ASSIGN(files.manifest, duplicate(manifest_));
  files.ready = std::move(ready_);
  return {};
}

Status Payload::fill(const std::string& agent_path, ByteView layer, ByteView manifest) {
  AH_TRY(load(agent_path));
  AH_TRY(fill_memory(layer_, "layer", layer));
  return fill_memory(manifest_, "manifest", manifest);
}

Status Payload::load(const std::string& agent_path) {
  auto file = os::open_read(agent_path);
  if (!file.ok())
    return Error(file.take_error())
        .advise("install the agent beside anchorhold, or name it with --agent");
  struct stat info {};
  if (::fstat(file->get(), &info) != 0)
    return os::system_error(agent_path, "cannot read its size", errno);
  size_ = static_cast<size_t>(info.st_size);
  if (size_ == 0) return Error{Code::malformed, agent_path, "empty"};
  AH_TRY(copy_file(*file, program_, agent_path, size_));
  AH_TRY(os::seal(program_));
  // Executable and not readable: the agent is not dumpable from its first instruction.
  if (::fchmod(program_.get(), 0111) != 0)
    return os::system_error(agent_path, "cannot make executable", errno);
  void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED | MAP_POPULATE, program_.get(), 0);
  if (at == MAP_FAILED) return os::system_error(agent_path, "cannot map", errno);
  mapping_ = at;
  return {};
}

Status Payload::release() {
  return os::write_all(release_.get(), "pipe", bytes_of("1"));
}

}  // namespace anchorhold::enclave
