#pragma once
// SoftwareNsm: the NSM's behaviour as a value: requests go in, responses come out. The monitor of a
// software TEE plays the hypervisor with it.

#include <array>

#include "attester/software_root.h"
#include "evidence/nsm/document.h"
#include "evidence/nsm/protocol.h"

namespace anchorhold::attester {

class SoftwareNsm {
 public:
  // create: registers 0 to 15 as measured at launch, absent ones zero, all of them locked. Register
  // 4 always follows from the leaf's module id, whatever `measured` says. 16 and above are the
  // enclave's own: naming one is invalid_argument.
  static Result<SoftwareNsm> create(Leaf leaf, const nsm::Registers& measured);

  // handle: one request of the protocol, answered; what the request got wrong becomes an error
  // response. `now` goes into documents; `random` answers GetRandom.
  Bytes handle(ByteView request, Time now, Random& random);

  // renew: a fresh leaf of the same module id, before the present one expires.
  Status renew(Leaf leaf);
  Time leaf_expires() const { return leaf_.not_after; }

  const std::string& module_id() const { return leaf_.module_id; }
  // registers: every register's present value, for whoever launched the enclave.
  nsm::Registers registers() const;

 private:
  struct State {
    Digest384 value{};
    bool locked = false;
  };
  explicit SoftwareNsm(Leaf leaf) : leaf_(std::move(leaf)) {}
  struct Answer;

  Leaf leaf_;
  std::array<State, nsm::register_count> registers_{};
};

}  // namespace anchorhold::attester
