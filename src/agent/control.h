#pragma once
// Control: answers an auditor's request for fresh evidence while the enclave runs.

#include <thread>

#include "agent/channel.h"
#include "agent/module.h"

namespace anchorhold::agent {

// attest_user_data: SHA-384("anchorhold attest v1" || contract digest || nonce): a form that no
// release and no receipt is bound to, so that this evidence can never pass for one.
Digest384 attest_user_data(const Digest384& contract, ByteView nonce);

// Control: a thread that reads commands from the host, one line each, "attest <hex nonce>", and
// answers each with the evidence in base64 on one line, or "error …".
class Control {
 public:
  // start: without a listener on the host there is no control and that is no error.
  static Control start(Channel& channel, Module& module, const Digest384& contract);
  Control(Control&&) = default;
  Control& operator=(Control&&) = delete;
  ~Control();

 private:
  Control() = default;
  os::Fd stream_;
  std::thread thread_;
};

}  // namespace anchorhold::agent
