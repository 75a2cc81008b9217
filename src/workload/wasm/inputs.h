#pragma once
// Inputs: files of an input folder whose content is fetched when it is read, from whoever holds the
// other end of a socket (protocol.h). Nothing of them lies in this process but one window.

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "os/socket.h"

namespace anchorhold::wasi {

struct Input {
  std::string name;
  uint64_t bytes = 0;
};

// Inputs: a flat folder of read-only files.
class Inputs {
 public:
  Inputs(std::vector<Input> list, os::SocketStream server);

  const std::vector<Input>& list() const { return list_; }

  // read_at: fills `out` from `offset` of the input `index`; fewer bytes only at its end. Reads
  // ahead when the module reads from front to back. An error ends the run: the other side refuses
  // to serve bytes that do not verify.
  Result<size_t> read_at(size_t index, uint64_t offset, MutableBytes out);

 private:
  bool has(size_t index, uint64_t offset) const;
  Status fetch(size_t index, uint64_t offset);

  std::vector<Input> list_;
  os::SocketStream server_;
  Bytes window_;
  size_t window_input_ = 0;
  uint64_t window_offset_ = 0;
  size_t ahead_ = 0;  // bytes to ask for next
};

}  // namespace anchorhold::wasi
