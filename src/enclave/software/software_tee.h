#pragma once
// The software TEE: Linux namespaces, sealed memory and a security module played by this process.
// NOT HARDWARE: it protects the parties from the workload and from each other, never from who
// controls this machine.

#include <optional>

#include "attester/software_root.h"
#include "enclave/software/measured_memo.h"
#include "enclave/tee.h"

namespace anchorhold::enclave {

// The descriptors that the agent starts with, beside 0, 1 and 2, which lead nowhere.
inline constexpr int nsm_fd = 3;  // SEQPACKET: one NSM request a message, one response back
inline constexpr int channel_fd =
    4;  // SEQPACKET: port number (4 bytes, big endian) a message; see channel.h
inline constexpr int layer_fd = 5;     // sealed memfd
inline constexpr int manifest_fd = 6;  // sealed memfd
// The empty folder of the agent's root on which its spawner builds the workload's.
inline constexpr const char* cell_folder = "/cell";

class SoftwareTee : public Tee {
 public:
  // `root` signs the leaf of every launch and outlives the enclaves. `private_folder` is where the
  // root's key is kept; the memo of the last measurement is kept beside it.
  SoftwareTee(const attester::SoftwareRoot& root, const std::string& private_folder);
  ~SoftwareTee() override;

  // prepare: begins the next launch of this agent, so that its namespaces are built while the
  // caller still reads what is to run in them. The new process is a copy of this one as it is now,
  // until it executes the agent: call it before secrets are read. A failure is told by launch().
  void prepare(const std::string& agent_path);

  Result<std::unique_ptr<Enclave>> launch(LaunchSpec spec) override;

 private:
  struct Begun;
  Result<std::unique_ptr<Begun>> begin(const std::string& agent_path) const;

  const attester::SoftwareRoot& root_;
  const MeasuredMemo memo_;
  std::optional<Result<std::unique_ptr<Begun>>> begun_;
};

}  // namespace anchorhold::enclave
