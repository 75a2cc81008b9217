#pragma once
// An untrusted host and a security module for the agent's tests: what the agent sees of both, and
// nothing more.

#include <functional>
#include <list>
#include <map>
#include <thread>

#include "agent/channel.h"
#include "agent/module.h"
#include "attester/nsm_client.h"
#include "net/http_server.h"
#include "testkit/fixed_random.h"

namespace anchorhold::agent {

// FakeMonitor: the far end of the agent's channel. Every connection is served on a thread of its
// own by its port's handler; a port without one is refused.
class FakeMonitor {
 public:
  using Handler = std::function<void(os::SocketStream)>;
  explicit FakeMonitor(std::map<uint32_t, Handler> ports);
  ~FakeMonitor();

  Channel& channel() { return *channel_; }

 private:
  void serve(const os::Fd& socket);

  std::map<uint32_t, Handler> ports_;
  std::unique_ptr<Channel> channel_;
  std::list<std::thread> connections_;
  std::thread thread_;
};

// http: a handler that answers requests.
FakeMonitor::Handler http(net::HttpHandler answer);

// FakeModule: a software security module behind its socket, as the monitor of a software TEE has
// it.
class FakeModule {
 public:
  FakeModule();
  ~FakeModule();

  Module& module() { return *module_; }

 private:
  std::unique_ptr<attester::NsmClient> client_;
  std::unique_ptr<Module> module_;
  std::thread thread_;
};

}  // namespace anchorhold::agent
