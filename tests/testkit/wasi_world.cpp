#include "testkit/wasi_world.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "workload/wasm/protocol.h"

namespace anchorhold::testkit {

namespace {

constexpr std::string_view outside_text = "nobody may read or write this";

struct Pipe {
  Pipe() {
    std::array<int, 2> ends = {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    read = os::Fd(ends[0]);
    write = os::Fd(ends[1]);
  }
  os::Fd read;
  os::Fd write;
};

void serve_inputs(os::SocketStream& stream, const std::vector<Bytes>& contents,
                  std::optional<size_t> refused) {
  ByteArray<wasi::read_request_bytes> message;
  while (read_full(stream, message).value() == message.size()) {
    const wasi::ReadRequest request = wasi::decode_read_request(message);
    const bool serves = request.input < contents.size() && request.input != refused;
    Bytes answer = {static_cast<uint8_t>(serves ? 1 : 0)};
    if (serves) {
      const ByteView content = contents[request.input];
      append(answer, content.subspan(request.offset, request.bytes));
    }
    if (!stream.write(answer).ok()) return;
  }
}

wasi::Entry stream_entry(os::Fd fd, wasi::Rights rights) {
  return {.kind = wasi::Kind::stream, .fd = std::move(fd), .base = rights};
}

wasi::Entry folder_entry(const std::string& path, std::string name, wasi::Rights base,
                         wasi::Rights inheriting) {
  return {.kind = wasi::Kind::folder,
          .fd = os::Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
          .base = base,
          .inheriting = inheriting,
          .preopen = std::move(name)};
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

InputServer::InputServer(os::Fd socket, std::vector<Bytes> contents, std::optional<size_t> refused)
    : thread_([stream = os::SocketStream(std::move(socket)), contents = std::move(contents),
               refused]() mutable { serve_inputs(stream, contents, refused); }) {}

WasiWorld::WasiWorld(WasiWorldOptions options) : memory_(options.memory_bytes) {
  std::signal(SIGPIPE, SIG_IGN);
  root_ = (std::filesystem::temp_directory_path() / "anchorhold-wasi-XXXXXX").string();
  if (::mkdtemp(root_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  std::filesystem::create_directory(folder());
  std::ofstream(outside()) << outside_text;
  wasi::Table table = furnished(options);
  if (options.furnish) options.furnish(table);
  host_ = std::make_unique<wasi::Host>(
      std::move(options.program), std::move(table), [this] { return MutableBytes(memory_); },
      [this](uint32_t code) { exit_code_ = code; }, [this](wasi::Ended why) { ended_ = why; });
}

WasiWorld::~WasiWorld() {
  host_.reset();
  server_.reset();
  std::filesystem::remove_all(root_);
}

wasi::Table WasiWorld::furnished(const WasiWorldOptions& options) {
  Pipe input;
  Pipe output;
  typing_ = std::move(input.write);
  printed_ = std::move(output.read);
  ::fcntl(printed_.get(), F_SETFL, O_NONBLOCK);

  auto ends = std::move(os::socket_pair(os::SocketKind::stream)).value();
  std::vector<wasi::Input> list;
  std::vector<Bytes> contents;
  for (const NamedContent& file : options.inputs) {
    list.push_back({file.name, file.content.size()});
    contents.push_back(file.content);
  }
  server_.emplace(std::move(ends.first), std::move(contents), options.refused_input);

  wasi::Table table;
  os::Fd error(::dup(output.write.get()));
  table.put(0, stream_entry(std::move(input.read), wasi::stream_input_rights));
  table.put(1, stream_entry(std::move(output.write), wasi::stream_output_rights));
  table.put(2, stream_entry(std::move(error), wasi::stream_output_rights));
  table.put(in, {.kind = wasi::Kind::inputs,
                 .base = wasi::reading_rights & wasi::all_folder_rights,
                 .inheriting = wasi::reading_rights,
                 .preopen = "/in",
                 .inputs = std::make_shared<wasi::Inputs>(
                     std::move(list), os::SocketStream(std::move(ends.second)))});
  table.put(out, folder_entry(folder(), "/out", wasi::all_folder_rights,
                              wasi::all_folder_rights | wasi::all_file_rights));
  table.put(shared,
            folder_entry(folder(), "/shared", wasi::reading_rights & wasi::all_folder_rights,
                         wasi::reading_rights));
  return table;
}

void WasiWorld::write_file(const std::string& name, std::string_view content) const {
  std::ofstream(folder() + "/" + name, std::ios::binary) << content;
}

std::string WasiWorld::read_file(const std::string& name) const {
  return read_whole(folder() + "/" + name);
}

bool WasiWorld::outside_is_untouched() const {
  const auto entries = std::filesystem::directory_iterator(root_);
  return std::distance(begin(entries), end(entries)) == 2 && read_whole(outside()) == outside_text;
}

void WasiWorld::type(std::string_view text) const {
  if (::write(typing_.get(), text.data(), text.size()) < 0) throw std::runtime_error("no pipe");
}

std::string WasiWorld::printed() const {
  std::string text(64U << 10, '\0');
  const ssize_t count = ::read(printed_.get(), text.data(), text.size());
  text.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return text;
}

wasi::Pointer WasiWorld::room(size_t bytes) {
  const size_t at = used_;
  used_ += (bytes + 7) / 8 * 8;
  if (used_ > memory_.size()) throw std::runtime_error("linear memory is full");
  return static_cast<wasi::Pointer>(at);
}

wasi::Pointer WasiWorld::put(std::string_view text) {
  const wasi::Pointer at = room(text.size());
  std::copy(text.begin(), text.end(), memory_.begin() + at);
  return at;
}

wasi::Pointer WasiWorld::vectors(std::initializer_list<wasi::Size> lengths) {
  const wasi::Pointer list = room(8 * lengths.size());
  wasi::Pointer next = list;
  for (const wasi::Size length : lengths) {
    guest().store(next, room(length));
    guest().store(next + 4, length);
    next += 8;
  }
  return list;
}

wasi::Pointer WasiWorld::vectors_of(std::initializer_list<std::string_view> texts) {
  const wasi::Pointer list = room(8 * texts.size());
  wasi::Pointer next = list;
  for (const std::string_view text : texts) {
    guest().store(next, put(text));
    guest().store(next + 4, static_cast<wasi::Size>(text.size()));
    next += 8;
  }
  return list;
}

std::string WasiWorld::gathered(wasi::Pointer list, wasi::Size count) {
  std::string text;
  for (wasi::Size i = 0; i < count; ++i) text += text_at(u32(list + 8 * i), u32(list + 8 * i + 4));
  return text;
}

std::string WasiWorld::text_at(wasi::Pointer at, wasi::Size bytes) {
  return string_of(guest().range(at, bytes).value());
}

std::optional<wasi::Descriptor> WasiWorld::open(std::string_view path, wasi::Rights base,
                                                wasi::Oflags oflags, wasi::Fdflags flags,
                                                wasi::Descriptor folder) {
  const wasi::Pointer opened = room(sizeof(wasi::Descriptor));
  const wasi::Errno result =
      host_->path_open(folder, wasi::symlink_follow, put(path),
                       static_cast<wasi::Size>(path.size()), oflags, base, base, flags, opened);
  if (result != wasi::Errno::success) return std::nullopt;
  return u32(opened);
}

}  // namespace anchorhold::testkit
