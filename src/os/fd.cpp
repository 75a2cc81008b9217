#include "os/fd.h"

#include <unistd.h>

namespace anchorhold::os {

void Fd::reset() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace anchorhold::os
