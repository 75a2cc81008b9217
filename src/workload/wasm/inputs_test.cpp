#include "workload/wasm/inputs.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "workload/wasm/protocol.h"

namespace anchorhold::wasi {
namespace {

constexpr uint64_t kib = 1024;

// A byte of an input as a function of its place, so that any part can be checked alone.
uint8_t byte_at(size_t input, uint64_t offset) {
  return static_cast<uint8_t>((offset * 2654435761U) >> 13U ^ input);
}

Bytes bytes_at(size_t input, uint64_t offset, size_t count) {
  Bytes out(count);
  for (size_t i = 0; i < count; ++i) out[i] = byte_at(input, offset + i);
  return out;
}

// InputServer: answers until its peer closes, and keeps what was asked.
class InputServer {
 public:
  explicit InputServer(os::Fd socket, uint32_t refuse_from = UINT32_MAX)
      : thread_([this, refuse_from, stream = os::SocketStream(std::move(socket))]() mutable {
          serve(stream, refuse_from);
        }) {}
  ~InputServer() {
    if (thread_.joinable()) thread_.join();
  }

  std::vector<ReadRequest> finish() {
    thread_.join();
    return asked_;
  }

 private:
  void serve(os::SocketStream& stream, uint32_t refuse_from) {
    ByteArray<read_request_bytes> message;
    while (read_full(stream, message).value() == message.size()) {
      const ReadRequest request = decode_read_request(message);
      asked_.push_back(request);
      const bool serves = asked_.size() <= refuse_from;
      if (!stream.write(Bytes{static_cast<uint8_t>(serves ? 1 : 0)}).ok() || !serves) continue;
      (void)stream.write(bytes_at(request.input, request.offset, request.bytes)).ok();
    }
  }

  std::vector<ReadRequest> asked_;
  std::thread thread_;
};

struct Served {
  explicit Served(std::vector<Input> list, uint32_t refuse_from = UINT32_MAX)
      : ends(std::move(os::socket_pair(os::SocketKind::stream)).value()),
        server(std::move(ends.first), refuse_from),
        inputs(
            std::make_unique<Inputs>(std::move(list), os::SocketStream(std::move(ends.second)))) {}

  std::vector<ReadRequest> asked() {
    inputs.reset();
    return server.finish();
  }

  std::pair<os::Fd, os::Fd> ends;
  InputServer server;
  std::unique_ptr<Inputs> inputs;
};

TEST(WasiInputs, ReadFromFrontToBackAsksForEverMore) {
  Served served({{"a", 4096 * kib + 5}});
  Bytes piece(1000);
  uint64_t offset = 0;
  for (;;) {
    const auto count = served.inputs->read_at(0, offset, piece);
    ASSERT_TRUE(count.ok());
    if (*count == 0) break;
    ASSERT_EQ(Bytes(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count)),
              bytes_at(0, offset, *count));
    offset += *count;
  }
  EXPECT_EQ(offset, 4096 * kib + 5);
  std::vector<uint32_t> lengths;
  for (const ReadRequest& request : served.asked()) lengths.push_back(request.bytes);
  EXPECT_EQ(lengths, (std::vector<uint32_t>{64 * kib, 128 * kib, 256 * kib, 512 * kib, 1024 * kib,
                                            1024 * kib, 1024 * kib, 64 * kib + 5}));
}

TEST(WasiInputs, ReadAtRandomAsksForAlignedWindows) {
  Served served({{"a", 4096 * kib}, {"b", 100 * kib}});
  Bytes piece(10);
  const auto reads = [&](size_t index, uint64_t offset) {
    const auto count = served.inputs->read_at(index, offset, piece);
    ASSERT_TRUE(count.ok());
    EXPECT_EQ(*count, piece.size());
    EXPECT_EQ(piece, bytes_at(index, offset, piece.size()));
  };
  reads(0, 1000 * kib);
  reads(0, 20);
  reads(0, 40);
  reads(1, 70 * kib);
  const auto asked = served.asked();
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].offset, 960 * kib);
  EXPECT_EQ(asked[0].bytes, 64 * kib);
  EXPECT_EQ(asked[1].offset, 0U);
  EXPECT_EQ(asked[2].input, 1U);
  EXPECT_EQ(asked[2].offset, 64 * kib);
  EXPECT_EQ(asked[2].bytes, 36 * kib);
}

TEST(WasiInputs, NothingIsAskedBehindTheEnd) {
  Served served({{"a", 100}, {"empty", 0}});
  Bytes piece(50);
  EXPECT_EQ(*served.inputs->read_at(0, 70, piece), 30U);
  EXPECT_EQ(*served.inputs->read_at(0, 100, piece), 0U);
  EXPECT_EQ(*served.inputs->read_at(0, UINT64_MAX, piece), 0U);
  EXPECT_EQ(*served.inputs->read_at(1, 0, piece), 0U);
  EXPECT_EQ(*served.inputs->read_at(0, 0, {}), 0U);
  EXPECT_EQ(served.asked().size(), 1U);
}

TEST(WasiInputs, OneReadMayBeLongerThanAnyWindow) {
  Served served({{"a", 5000 * kib}});
  Bytes whole(5000 * kib);
  ASSERT_EQ(*served.inputs->read_at(0, 0, whole), whole.size());
  EXPECT_EQ(whole, bytes_at(0, 0, whole.size()));
}

TEST(WasiInputs, ARefusalIsAnErrorAndLeavesNothingToRead) {
  Served served({{"a", 1000 * kib}}, 1);
  Bytes piece(10);
  EXPECT_TRUE(served.inputs->read_at(0, 0, piece).ok());
  EXPECT_FALSE(served.inputs->read_at(0, 64 * kib, piece).ok());
  EXPECT_FALSE(served.inputs->read_at(0, 0, piece).ok());
}

TEST(WasiInputs, AServerThatIsGoneIsAnError) {
  auto ends = std::move(os::socket_pair(os::SocketKind::stream)).value();
  ends.first.reset();
  Inputs inputs({{"a", 10}}, os::SocketStream(std::move(ends.second)));
  Bytes piece(10);
  EXPECT_FALSE(inputs.read_at(0, 0, piece).ok());
}

}  // namespace
}  // namespace anchorhold::wasi
