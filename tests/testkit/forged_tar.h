#pragma once
// Tar archives and compressed streams as foreign or hostile programs write them.

#include <string>
#include <vector>

#include "base/bytes.h"

namespace anchorhold::testkit {

// TarMember: one entry, written as it stands, with nothing checked.
struct TarMember {
  std::string path;
  char type = '0';  // the ustar typeflag
  unsigned mode = 0644;
  std::string content = {};
  std::string link = {};
  long time = 0;
  unsigned uid = 0;
  std::string capability = {};  // value of the security.capability extended attribute
};

Bytes forge_tar(const std::vector<TarMember>& members);

enum class Packing { none, gzip, zstd };
Bytes pack(ByteView bytes, Packing packing);

}  // namespace anchorhold::testkit
