#include "workload/input_server.h"

#include <sys/socket.h>

#include <algorithm>

namespace anchorhold::workload {

namespace {

constexpr uint8_t answer_refused = 0;
constexpr uint8_t answer_follows = 1;

Error breaks_protocol(std::string rule) {
  return Error{Code::invalid_argument, "workload",
               "asked for an input in a way that no program of ours does"}
      .want(std::move(rule));
}

}  // namespace

InputServer::InputServer(os::Fd socket, wasi::Setup setup, std::vector<RandomAccess*> contents,
                         std::function<void()> interrupt)
    : stream_(std::move(socket)),
      setup_(std::move(setup)),
      contents_(std::move(contents)),
      interrupt_(std::move(interrupt)),
      thread_([this] {
        refused_ = serve();
        ::shutdown(stream_.fd(), SHUT_RDWR);
      }) {}

InputServer::~InputServer() {
  stop();
}

void InputServer::stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  ::shutdown(stream_.fd(), SHUT_RDWR);
  interrupt_();
  thread_.join();
}

Status InputServer::finish() {
  stop();
  return std::move(refused_);
}

// A stream that fails is a program that is gone, and no news.
Status InputServer::serve() {
  if (!wasi::send_setup(stream_, setup_).ok()) return {};
  for (;;) {
    ByteArray<wasi::read_request_bytes> message;
    const auto count = read_full(stream_, message);
    if (!count.ok() || *count < message.size()) return {};
    if (Status made = answer(wasi::decode_read_request(message)); !made.ok()) {
      const Code why = made.error().code;
      // A read that stop() interrupted is nobody's fault, unless the bytes had come and were wrong.
      if (stopping_ && why != Code::denied && why != Code::malformed) return {};
      static_cast<void>(stream_.write({&answer_refused, 1}));
      // A question that no runner asks is the program's fault, and no news of an input.
      if (why == Code::invalid_argument) return {};
      return made;
    }
    if (!stream_.write(buffer_.view().first(answer_bytes_)).ok()) return {};
  }
}

Status InputServer::answer(const wasi::ReadRequest& request) {
  if (request.input >= contents_.size()) return breaks_protocol("an input of the setup");
  if (request.bytes > wasi::max_read_bytes) {
    return breaks_protocol("at most " + std::to_string(wasi::max_read_bytes) + " bytes at once");
  }
  RandomAccess& content = *contents_[request.input];
  const uint64_t left = content.size() - std::min(content.size(), request.offset);
  const size_t bytes = static_cast<size_t>(std::min<uint64_t>(request.bytes, left));
  answer_bytes_ = 1 + bytes;
  if (buffer_.size() < answer_bytes_) buffer_ = SecretBytes(answer_bytes_);
  buffer_.fill()[0] = answer_follows;
  AH_ASSIGN(const size_t count, content.read_at(request.offset, buffer_.fill().subspan(1, bytes)));
  if (count == bytes) return {};
  return Error{Code::internal, "input " + setup_.inputs[request.input].name,
               "ended before its length"};
}

}  // namespace anchorhold::workload
