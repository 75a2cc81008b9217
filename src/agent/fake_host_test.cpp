#include "agent/fake_host_test.h"

#include "attester/nsm_server.h"
#include "base/reader.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::agent {

FakeMonitor::FakeMonitor(std::map<uint32_t, Handler> ports) : ports_(std::move(ports)) {
  auto ends = os::socket_pair(os::SocketKind::seqpacket).value();
  channel_ = std::make_unique<Channel>(std::move(ends.first));
  thread_ = std::thread([this, socket = std::move(ends.second)] { serve(socket); });
}

FakeMonitor::~FakeMonitor() {
  channel_.reset();
  thread_.join();
  for (std::thread& connection : connections_) connection.join();
}

void FakeMonitor::serve(const os::Fd& socket) {
  for (;;) {
    const auto request = os::receive_message(socket, 4);
    if (!request.ok()) return;
    const auto handler = ports_.find(Reader("port", request->bytes).u32be().value());
    if (handler == ports_.end()) {
      static_cast<void>(os::send_message(socket, Bytes{1}));
      continue;
    }
    auto ends = os::socket_pair(os::SocketKind::stream).value();
    static_cast<void>(os::send_message(socket, Bytes{0}, &ends.first));
    connections_.emplace_back(handler->second, os::SocketStream(std::move(ends.second)));
  }
}

FakeMonitor::Handler http(net::HttpHandler answer) {
  return [answer = std::move(answer)](os::SocketStream stream) {
    static_cast<void>(net::serve_http(stream, stream, answer));
  };
}

FakeModule::FakeModule() {
  auto ends = os::socket_pair(os::SocketKind::seqpacket).value();
  client_ = std::make_unique<attester::NsmClient>(std::move(ends.first));
  module_ = std::make_unique<Module>(*client_);
  thread_ = std::thread([socket = std::move(ends.second)] {
    const Time now = testkit::NsmForge::at();
    testkit::FixedRandom random(2);
    const auto root = attester::SoftwareRoot::generate(random, now).value();
    auto leaf = root.issue_leaf(testkit::NsmForge::module_id(), random, now).value();
    auto nsm = attester::SoftwareNsm::create(std::move(leaf), {}).value();
    for (;;) {
      const auto more = attester::serve_request(socket, nsm, now, random);
      if (!more.ok() || !*more) return;
    }
  });
}

FakeModule::~FakeModule() {
  module_.reset();
  client_.reset();
  thread_.join();
}

}  // namespace anchorhold::agent
