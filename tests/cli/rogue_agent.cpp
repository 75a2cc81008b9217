// An agent that is not ours: it sends the host a result with a path for a name, and says that all
// is well.

#include "agent/channel.h"

namespace {

using namespace anchorhold;

bool sends(os::SocketStream& host, const std::string& head, const std::string& body) {
  const std::string request =
      head + " HTTP/1.1\r\nHost: host\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  Bytes answer(4096);
  return host.write(bytes_of(request)).ok() && host.read(answer).ok();
}

}  // namespace

int main() {
  agent::Channel channel{os::Fd(4)};
  auto host = channel.connect(1);
  if (!host.ok()) return 1;
  const bool told =
      sends(*host, "PUT /outputs/a/b", "x") && sends(*host, "POST /status", "{\"ok\":true}");
  return told ? 0 : 1;
}
