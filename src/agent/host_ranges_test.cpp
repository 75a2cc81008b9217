#include "agent/host_ranges.h"

#include <thread>

#include "agent/on_demand_test.h"

namespace anchorhold::agent {
namespace {

TEST_F(OnDemand, AHostThatGivesTheWholeInsteadOfAPartIsRefused) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, http([this](const net::HttpRequest&) {
                                                  return net::HttpResponse{200, {}, served_};
                                                })}});
  auto host = HostRanges::connect(monitor_->channel());
  EXPECT_FALSE(HostedInput::open(**host, "cohort-b").ok());
}

TEST_F(OnDemand, AnInputThatTheHostDoesNotHaveIsSaidSo) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, http([](const net::HttpRequest&) {
                                                  return net::HttpResponse{404, {}, {}};
                                                })}});
  ReleasedKeys keys;
  keys.emplace("cohort-b", released(cipher_));
  const auto opened = open_on_demand(monitor_->channel(), sealed_.contract, keys);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::not_found);
  EXPECT_TRUE(opened.error().object.starts_with("input cohort-b"));
}

TEST_F(OnDemand, AConnectionThatEndsInsideAnAnswerIsRefused) {
  for (const size_t sent : {size_t{0}, size_t{1}, size_t{50}}) {
    monitor_ = std::make_unique<FakeMonitor>(std::map<uint32_t, FakeMonitor::Handler>{
        {kHostPort, [&](os::SocketStream stream) {
           Bytes request(1024);
           static_cast<void>(stream.read(request));
           const std::string answer =
               "HTTP/1.1 206 P\r\nContent-Range: bytes 0-99/1000\r\nContent-Length: 100\r\n\r\n";
           static_cast<void>(stream.write(bytes_of(answer)));
           static_cast<void>(stream.write(ByteView(cipher_).first(sent)));
         }}});
    auto host = HostRanges::connect(monitor_->channel());
    Bytes out(100);
    EXPECT_FALSE((*host)->read("cohort-b", 0, out).ok()) << sent;
  }
}

TEST_F(OnDemand, AReadThatWaitsForASilentHostCanBeInterrupted) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, [](os::SocketStream stream) {
                                                  Bytes request(1024);
                                                  while (stream.read(request).value() > 0) {
                                                  }
                                                }}});
  auto host = HostRanges::connect(monitor_->channel());
  std::thread reader([&] {
    Bytes out(100);
    EXPECT_FALSE((*host)->read("cohort-b", 0, out).ok());
  });
  (*host)->interrupt();
  reader.join();
}

}  // namespace
}  // namespace anchorhold::agent
