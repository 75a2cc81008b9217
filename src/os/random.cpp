#include "os/random.h"

#include <sys/random.h>

#include <cerrno>

#include "os/error.h"

namespace anchorhold::os {

Status SystemRandom::fill(MutableBytes out) {
  while (!out.empty()) {
    const ssize_t count = ::getrandom(out.data(), out.size(), 0);
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error("getrandom", "no random bytes", errno);
    }
    out = out.subspan(static_cast<size_t>(count));
  }
  return {};
}

}  // namespace anchorhold::os
