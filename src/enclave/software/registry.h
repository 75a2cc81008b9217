#pragma once
// The running enclaves of one user: a file each below <home>/run, and a control socket that their
// monitor serves.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace anchorhold::enclave {

// RunningEnclave: what `ps` prints. Nothing in it is secret, nothing in it is proven.
struct RunningEnclave {
  std::string id;  // module id
  int64_t monitor_pid = 0;
  std::string image;  // "sha256:…"
  std::string contract_name;
  std::string contract_digest;  // hex
  Time started{};
};

// Registration: the file and the socket of one enclave; both go away with it.
class Registration {
 public:
  // ControlHandler: a command line in ("stop", "attest <hex nonce>"), the answer's bytes out. Runs
  // on a thread of the registration's own.
  using ControlHandler = std::function<Result<Bytes>(const std::string& command)>;
  static Result<std::unique_ptr<Registration>> create(const std::string& run_folder,
                                                      const RunningEnclave& enclave,
                                                      ControlHandler handler);
  virtual ~Registration() = default;
};

// list_enclaves: those whose monitor still answers; the files of dead monitors are removed.
Result<std::vector<RunningEnclave>> list_enclaves(const std::string& run_folder);

// send_control: one command to the monitor of `id` (a unique prefix is enough), its answer back.
// not_found lists what runs.
Result<Bytes> send_control(const std::string& run_folder, const std::string& id,
                           const std::string& command);

}  // namespace anchorhold::enclave
