#pragma once
// Tee and Enclave: how the host launches a measured image, whatever the TEE.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/nsm/document.h"
#include "image/loaded.h"
#include "os/fd.h"

namespace anchorhold::enclave {

// Ports of the channel, the same on every TEE. The agent connects; the host listens.
inline constexpr uint32_t host_port = 1;     // contract, inputs, outputs, receipt, status: HTTP
inline constexpr uint32_t control_port = 2;  // commands of `attest` to the agent
inline constexpr uint32_t first_broker_port =
    100;  // + the index of the data owner in the contract, by name

// PortHandler: serves one connection of the agent, on a thread of its own; returning closes it.
using PortHandler = std::function<void(os::Fd)>;

struct LaunchSpec {
  const image::LoadedImage* image = nullptr;  // outlives the launch, its layer too
  std::string agent_path;                     // the installed agent: one static program
  std::string deployment;  // the contract's deployment section as given by the host: PCR3
  std::map<uint32_t, PortHandler> ports;
  uint64_t in_bytes =
      0;  // plaintext of all inputs, for the memory limit where the host can set one
};

// EnclaveEnd: how the agent ended. What it computed went through the channel.
struct EnclaveEnd {
  bool clean = false;  // exit status 0
  int status = 0;      // exit status, or the signal's number when not `exited`
  bool exited = true;
};

class Enclave {
 public:
  virtual ~Enclave() = default;
  // id: the module id in its evidence, unique on this machine.
  virtual const std::string& id() const = 0;
  // registers: the values locked at launch, as evidence will show them.
  virtual const nsm::Registers& registers() const = 0;
  // limits_note: which limits the machine holds beyond rlimits, or why it cannot: for `run` to
  // print.
  virtual const std::string& limits_note() const = 0;
  // wait: until the enclave is gone and every port handler has returned.
  virtual Result<EnclaveEnd> wait() = 0;
  // stop: ends the enclave now; callable from any thread.
  virtual void stop() = 0;
};

class Tee {
 public:
  virtual ~Tee() = default;
  // launch: measures, confines and starts the agent. On return the agent runs, its registers are
  // locked, and its ports are being served. Errors say what the machine lacks and how to enable it.
  virtual Result<std::unique_ptr<Enclave>> launch(LaunchSpec spec) = 0;
};

}  // namespace anchorhold::enclave
