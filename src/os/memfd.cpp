#include "os/memfd.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "os/error.h"
#include "os/file.h"

// Linux 6.3; older headers lack them, older kernels answer EINVAL.
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#define MFD_EXEC 0x0010U
#endif

namespace anchorhold::os {

Result<Fd> make_memfd(const std::string& name, Execute execute) {
  const unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  const unsigned intent = execute == Execute::yes ? MFD_EXEC : MFD_NOEXEC_SEAL;
  Fd fd(::memfd_create(name.c_str(), flags | intent));
  if (!fd.valid() && errno == EINVAL) fd = Fd(::memfd_create(name.c_str(), flags));
  if (!fd.valid()) return system_error("memfd " + name, "cannot create", errno);
  return fd;
}

Status seal(const Fd& memfd) {
  if (::fcntl(memfd.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) !=
      0) {
    return system_error("memfd", "cannot seal", errno);
  }
  return {};
}

Result<Fd> sealed_memfd(const std::string& name, ByteView bytes, Execute execute) {
  AH_ASSIGN(Fd fd, make_memfd(name, execute));
  AH_TRY(write_all(fd.get(), "memfd " + name, bytes));
  AH_TRY(seal(fd));
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

}  // namespace anchorhold::os
