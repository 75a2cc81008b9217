#pragma once
// What the agent starts from, in sealed memory. It is filled while the new process builds its
// namespaces, and released to it only when every byte is in place and can no longer change.

#include <string>

#include "base/bytes.h"
#include "enclave/software/measured_memo.h"
#include "enclave/software/start_agent.h"

namespace anchorhold::enclave {

// Memory: a memfd on its way from empty to sealed.
class Memory {
 public:
  static Result<Memory> create(const std::string& name, bool executable);
  ~Memory();
  Memory(Memory&& other) noexcept;
  Memory& operator=(Memory&&) = delete;

  // fill_from, fill_with: the content; afterwards it is sealed and mapped.
  Status fill_from(const std::string& path);
  Status fill_with(ByteView bytes);

  const os::Fd& fd() const { return fd_; }
  // bytes: what is sealed, not what it was made from.
  ByteView bytes() const { return {static_cast<const uint8_t*>(at_), size_}; }

 private:
  explicit Memory(os::Fd fd) : fd_(std::move(fd)) {}
  Status finish();

  os::Fd fd_;
  void* at_ = nullptr;
  size_t size_ = 0;
};

class Payload {
 public:
  static Result<Payload> create();

  // share: the descriptors of the same memory for the process to come. Once.
  Status share(AgentFiles& files);

  // fill_program, fill_image: copy the agent, and the layer and the manifest, and seal them.
  Status fill_program(const std::string& agent_path);
  Status fill_image(ByteView layer, ByteView manifest);

  // release: lets the process execute. Not released, it ends.
  Status release(GoAhead how);

  // measurable: exactly what the process executes and reads. After it is filled.
  Measurable measurable() const { return {program_.bytes(), manifest_.bytes(), layer_.bytes()}; }

 private:
  Payload(Memory program, Memory layer, Memory manifest, os::Fd ready, os::Fd release)
      : program_(std::move(program)),
        layer_(std::move(layer)),
        manifest_(std::move(manifest)),
        ready_(std::move(ready)),
        release_(std::move(release)) {}

  Memory program_;
  Memory layer_;
  Memory manifest_;
  os::Fd ready_;  // moves to the process with share()
  os::Fd release_;
};

}  // namespace anchorhold::enclave
