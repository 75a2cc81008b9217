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

}  // namespace

Result<Memory> Memory::create(const std::string& name, bool executable) {
  AH_ASSIGN(os::Fd fd, os::make_memfd(name, executable ? os::Execute::yes : os::Execute::no));
  return Memory(std::move(fd));
}

Memory::~Memory() {
  if (at_ != nullptr) ::munmap(at_, size_);
}

Memory::Memory(Memory&& other) noexcept
    : fd_(std::move(other.fd_)), at_(std::exchange(other.at_, nullptr)), size_(other.size_) {}

Status Memory::fill_from(const std::string& path) {
  AH_ASSIGN(const os::Fd from, os::open_read(path));
  struct stat info {};
  if (::fstat(from.get(), &info) != 0) return os::system_error(path, "cannot read its size", errno);
  for (off_t offset = 0; offset < info.st_size;) {
    const auto left = static_cast<size_t>(info.st_size - offset);
    const ssize_t count = ::sendfile(fd_.get(), from.get(), &offset, left);
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    return os::system_error(path, "cannot copy into memory", count == 0 ? EIO : errno);
  }
  return finish();
}

Status Memory::fill_with(ByteView bytes) {
  AH_TRY(os::write_all(fd_.get(), "memory", bytes));
  return finish();
}

Status Memory::finish() {
  AH_TRY(os::seal(fd_));
  const off_t size = ::lseek(fd_.get(), 0, SEEK_END);
  if (size < 0 || ::lseek(fd_.get(), 0, SEEK_SET) != 0)
    return os::system_error("memory", "cannot rewind", errno);
  if (size == 0) return {};
  void* const at = ::mmap(nullptr, static_cast<size_t>(size), PROT_READ, MAP_SHARED | MAP_POPULATE,
                          fd_.get(), 0);
  if (at == MAP_FAILED) return os::system_error("memory", "cannot map", errno);
  at_ = at;
  size_ = static_cast<size_t>(size);
  return {};
}

Result<Payload> Payload::create() {
  AH_ASSIGN(Memory program, Memory::create("anchorhold-agent", true));
  AH_ASSIGN(Memory layer, Memory::create("layer", false));
  AH_ASSIGN(Memory manifest, Memory::create("manifest", false));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot create", errno);
  return Payload(std::move(program), std::move(layer), std::move(manifest), os::Fd(ends[0]),
                 os::Fd(ends[1]));
}

Status Payload::share(AgentFiles& files) {
  AH_ASSIGN(files.program, duplicate(program_.fd()));
  AH_ASSIGN(files.layer, duplicate(layer_.fd()));
  AH_ASSIGN(files.manifest, duplicate(manifest_.fd()));
  files.ready = std::move(ready_);
  return {};
}

Status Payload::fill_program(const std::string& agent_path) {
  if (Status agent = program_.fill_from(agent_path); !agent.ok())
    return Error(agent.take_error())
        .advise("install the agent beside anchorhold, or name it with --agent");
  // Executable and not readable: the agent is not dumpable from its first instruction.
  if (::fchmod(program_.fd().get(), 0111) != 0)
    return os::system_error(agent_path, "cannot make executable", errno);
  return {};
}

Status Payload::fill_image(ByteView layer, ByteView manifest) {
  AH_TRY(layer_.fill_with(layer));
  return manifest_.fill_with(manifest);
}

Status Payload::release(GoAhead how) {
  const char byte = static_cast<char>(how);
  return os::write_all(release_.get(), "pipe", bytes_of({&byte, 1}));
}

}  // namespace anchorhold::enclave
