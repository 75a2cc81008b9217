#include "workload/input_server.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace anchorhold::workload {
namespace {

// StuckAccess: a file whose reads end only when they are interrupted, with an error.
class StuckAccess : public RandomAccess {
 public:
  uint64_t size() const override { return 100; }
  Result<size_t> read_at(uint64_t, MutableBytes) override {
    std::unique_lock lock(mutex_);
    begun_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return interrupted_; });
    return Error{Code::unavailable, "host", "is gone"};
  }
  void wait_until_read() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return begun_; });
  }
  void interrupt() {
    const std::lock_guard lock(mutex_);
    interrupted_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool begun_ = false;
  bool interrupted_ = false;
};

// BadAccess: a file whose bytes do not verify from one place on.
class BadAccess : public RandomAccess {
 public:
  uint64_t size() const override { return 100; }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    if (offset + out.size() > 50) return Error{Code::denied, "input bad", "does not verify"};
    std::fill(out.begin(), out.end(), uint8_t{7});
    return out.size();
  }
};

// Two inputs and the program's end of the socket.
class InputServerTest : public testing::Test {
 protected:
  InputServerTest() {
    auto ends = os::socket_pair(os::SocketKind::stream).value();
    agents_ = std::move(ends.first);
    program_ = std::make_unique<os::SocketStream>(std::move(ends.second));
  }

  void serve(
      RandomAccess& second, std::function<void()> interrupt = [] {}) {
    wasi::Setup setup{{{"/out", "/out", false}}, "/in", {}};
    setup.inputs = {{"a", first_.size()}, {"b", second.size()}};
    server_ = std::make_unique<InputServer>(std::move(agents_), setup,
                                            std::vector<RandomAccess*>{&first_, &second},
                                            std::move(interrupt));
    const auto told = wasi::receive_setup(*program_);
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(told->inputs_name, "/in");
    ASSERT_EQ(told->folders.size(), 1U);
    ASSERT_EQ(told->inputs.size(), 2U);
    EXPECT_EQ(told->inputs[0].bytes, first_.size());
    EXPECT_EQ(told->inputs[1].name, "b");
  }

  void ask(uint32_t input, uint64_t offset, uint32_t bytes) {
    ASSERT_TRUE(program_->write(wasi::encode(wasi::ReadRequest{input, bytes, offset})).ok());
  }

  // The answer's text when `expected` bytes come, "refused", or "closed".
  std::string answer(size_t expected) {
    uint8_t kind = 0;
    if (*read_full(*program_, {&kind, 1}) == 0) return "closed";
    if (kind == 0) return "refused";
    Bytes out(expected);
    EXPECT_EQ(*read_full(*program_, out), expected);
    return string_of(out);
  }
  std::string read(uint32_t input, uint64_t offset, uint32_t bytes, size_t expected) {
    ask(input, offset, bytes);
    return answer(expected);
  }

  MemoryAccess first_{bytes_of("0123456789")};
  MemoryAccess second_{bytes_of("abcdef")};
  os::Fd agents_;
  std::unique_ptr<os::SocketStream> program_;
  std::unique_ptr<InputServer> server_;
};

TEST_F(InputServerTest, ServesAnyPartInAnyOrder) {
  serve(second_);
  EXPECT_EQ(read(0, 0, 10, 10), "0123456789");
  EXPECT_EQ(read(1, 2, 3, 3), "cde");
  EXPECT_EQ(read(0, 3, 1, 1), "3");
  EXPECT_EQ(read(0, 3, 0, 0), "");
  EXPECT_TRUE(server_->finish().ok());
}

TEST_F(InputServerTest, ServesNoMoreThanThereIs) {
  serve(second_);
  EXPECT_EQ(read(0, 8, wasi::max_read_bytes, 2), "89");
  EXPECT_EQ(read(0, 10, 5, 0), "");
  EXPECT_EQ(read(1, 7, 5, 0), "");
  EXPECT_EQ(read(1, UINT64_MAX, UINT32_C(1), 0), "");
  EXPECT_EQ(read(1, 5, 2, 1), "f");
  EXPECT_TRUE(server_->finish().ok());
}

TEST_F(InputServerTest, RefusesWhatBreaksTheProtocolAndServesNothingAfterIt) {
  serve(second_);
  EXPECT_EQ(read(2, 0, 1, 0), "refused");
  static_cast<void>(program_->write(wasi::encode(wasi::ReadRequest{0, 1, 0})));
  EXPECT_EQ(answer(1), "closed");
  EXPECT_TRUE(server_->finish().ok()) << "no news of an input";
}

TEST_F(InputServerTest, RefusesTooMuchAtOnce) {
  serve(second_);
  EXPECT_EQ(read(0, 0, wasi::max_read_bytes + 1, 0), "refused");
  EXPECT_TRUE(server_->finish().ok());
}

TEST_F(InputServerTest, RemembersWhyBytesWereRefused) {
  BadAccess bad;
  serve(bad);
  EXPECT_EQ(read(1, 0, 3, 3), "\a\a\a");
  EXPECT_EQ(read(1, 60, 3, 0), "refused");
  const Status ended = server_->finish();
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().object, "input bad");
  EXPECT_EQ(ended.error().code, Code::denied);
}

TEST_F(InputServerTest, EndsWithTheProgram) {
  serve(second_);
  ASSERT_TRUE(program_->write(Bytes(wasi::read_request_bytes - 1)).ok());
  program_.reset();
  EXPECT_TRUE(server_->finish().ok());
}

TEST_F(InputServerTest, EndsWhileTheProgramIsStillThere) {
  serve(second_);
  EXPECT_TRUE(server_->finish().ok());
  EXPECT_EQ(answer(0), "closed");
}

TEST_F(InputServerTest, EndsWhileAReadWaitsForTheHost) {
  StuckAccess stuck;
  serve(stuck, [&] { stuck.interrupt(); });
  ask(1, 0, 10);
  stuck.wait_until_read();
  EXPECT_TRUE(server_->finish().ok()) << "an interrupted read is nobody's fault";
}

TEST_F(InputServerTest, EndsWhenTheProgramNeverListens) {
  wasi::Setup setup;
  for (int i = 0; i < 60; ++i)
    setup.folders.push_back({std::string(2000, 'n') + std::to_string(i), "/out", false});
  setup.inputs_name = "/in";
  for (int i = 0; i < 1000; ++i) setup.inputs.push_back({"input-" + std::to_string(i), 1});
  server_ = std::make_unique<InputServer>(std::move(agents_), setup,
                                          std::vector<RandomAccess*>(1000, &first_), [] {});
  EXPECT_TRUE(server_->finish().ok());
}

}  // namespace
}  // namespace anchorhold::workload
