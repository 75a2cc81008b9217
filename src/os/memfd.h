#pragma once
// Anonymous memory files. Sealed, their bytes and size can never change again, for anyone who holds
// them.

#include <string>

#include "base/io.h"
#include "os/fd.h"

namespace anchorhold::os {

enum class Execute : unsigned char { no, yes };

// make_memfd: empty, writable, close-on-exec.
Result<Fd> make_memfd(const std::string& name, Execute execute = Execute::no);

// seal: against writing, growing, shrinking and further seals.
Status seal(const Fd& memfd);

// sealed_memfd: a sealed copy of `bytes`, positioned at its start.
Result<Fd> sealed_memfd(const std::string& name, ByteView bytes, Execute execute = Execute::no);

}  // namespace anchorhold::os
