#pragma once
// Inputs on demand: the ciphertext stays with the host, and what the workload reads is fetched,
// verified and decrypted when it reads it. Plaintext is in memory of bounded size and nowhere else.

#include <map>
#include <memory>
#include <string>

#include "age/seekable.h"
#include "agent/host_ranges.h"
#include "agent/keys.h"
#include "receipt/body.h"
#include "workload/input_server.h"

namespace anchorhold::agent {

// OpenedInput: one input's plaintext by position. Every read verifies the chunks that it touches;
// an error names the input.
class OpenedInput : public RandomAccess {
 public:
  // open: holds the length and the digest of the head against the release before the key is used,
  // then verifies the final chunk. From there on there is one plaintext that can come out: under
  // one head only what its author sealed verifies, each chunk in its place. But its author could
  // have sealed two: where the contract fixes the ciphertext, all of it is read once and held
  // against that too (fixed_file.h).
  static Result<OpenedInput> open(const std::string& name, std::unique_ptr<RandomAccess> ciphertext,
                                  const ReleasedKey& key, bool fixed);

  uint64_t size() const override { return plain_.size(); }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;

  // used: for the receipt; `local_broker` is the caller's.
  const receipt::UsedInput& used() const { return used_; }

 private:
  OpenedInput(const std::string& name, std::unique_ptr<RandomAccess> ciphertext,
              age::SeekableReader plain, receipt::UsedInput used)
      : name_(name),
        ciphertext_(std::move(ciphertext)),
        plain_(std::move(plain)),
        used_(std::move(used)) {}

  std::string name_;
  std::unique_ptr<RandomAccess> ciphertext_;
  age::SeekableReader plain_;
  receipt::UsedInput used_;
};

// OpenedInputs: all inputs of a contract, over one connection to the host.
struct OpenedInputs {
  std::unique_ptr<HostRanges> host;
  std::map<std::string, OpenedInput> inputs;
};

Result<OpenedInputs> open_on_demand(Channel& channel, const contract::Contract& contract,
                                    const ReleasedKeys& keys);

// serve_program: the agent's end of a WebAssembly program's descriptor 3. The program sees /out,
// and as /in either the inputs that were opened or, when there is no connection because all of them
// were decrypted before, the folder. `opened` must outlive the server.
std::unique_ptr<workload::InputServer> serve_program(os::Fd socket, OpenedInputs& opened);

}  // namespace anchorhold::agent
