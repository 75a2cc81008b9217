#pragma once
// What the agent starts from, in sealed memory. It is filled while the new process builds its
// namespaces, and released to it only when every byte is in place and can no longer change.

#include <string>

#include "base/bytes.h"
#include "enclave/software/start_agent.h"

namespace anchorhold::enclave {

class Payload {
 public:
  static Result<Payload> create();
  ~Payload();
  Payload(Payload&&) noexcept;
  Payload& operator=(Payload&&) = delete;

  // share: the descriptors of the same memory for the process to come.
  Status share(AgentFiles& files) const;

  // fill: copies the agent, the layer and the manifest, and seals all three.
  Status fill(const std::string& agent_path, ByteView layer, ByteView manifest);

  // release: lets the process execute. Not released, it ends.
  Status release();

  // program: the sealed bytes that are executed, for measuring exactly these. After fill().
  ByteView program() const { return {static_cast<const uint8_t*>(mapping_), size_}; }

 private:
  Payload(os::Fd program, os::Fd layer, os::Fd manifest, os::Fd ready, os::Fd release)
      : program_(std::move(program)),
        layer_(std::move(layer)),
        manifest_(std::move(manifest)),
        ready_(std::move(ready)),
        release_(std::move(release)) {}
  Status load(const std::string& agent_path);

  os::Fd program_;
  os::Fd layer_;
  os::Fd manifest_;
  mutable os::Fd ready_;  // moves to the process with share()
  os::Fd release_;
  void* mapping_ = nullptr;
  size_t size_ = 0;
};

}  // namespace anchorhold::enclave
