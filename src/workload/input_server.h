#pragma once
// InputServer: the agent's end of descriptor 3 of a WebAssembly program (wasm/protocol.h).

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "base/io.h"
#include "base/secret.h"
#include "os/socket.h"
#include "workload/wasm/protocol.h"

namespace anchorhold::workload {

// InputServer: tells the program its setup and answers its reads, on a thread of its own, until the
// program is gone or a read was refused. The program is hostile: a read that breaks the protocol is
// refused like one whose bytes do not verify, though it says nothing of an input, and after the
// first refusal nothing is served.
class InputServer {
 public:
  // Begins at once. `contents` are the inputs of `setup`, in its order, and outlive the server;
  // only its thread reads them. `interrupt` is called from another thread and ends a read of them
  // that takes long.
  InputServer(os::Fd socket, wasi::Setup setup, std::vector<RandomAccess*> contents,
              std::function<void()> interrupt);
  InputServer(const InputServer&) = delete;
  InputServer& operator=(const InputServer&) = delete;
  ~InputServer();

  // finish: once the program has ended. The error is why bytes could not be had or were refused:
  // then what the program made counts for nothing, however it ended.
  Status finish();

 private:
  Status serve();
  Status answer(const wasi::ReadRequest& request);
  void stop();

  os::SocketStream stream_;
  wasi::Setup setup_;
  std::vector<RandomAccess*> contents_;
  std::function<void()> interrupt_;
  SecretBytes buffer_;  // the answer that is being made
  size_t answer_bytes_ = 0;
  std::atomic<bool> stopping_ = false;
  Status refused_;  // the thread's until it has ended
  std::thread thread_;
};

}  // namespace anchorhold::workload
