#pragma once
// WasiWorld: a WASI host as a module meets it: linear memory, real folders, inputs that somebody
// serves, and pipes for the standard streams.

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "workload/wasm/host.h"
#include "workload/wasm/status.h"

namespace anchorhold::testkit {

// InputServer: answers reads of inputs from memory until its peer closes.
class InputServer {
 public:
  // It refuses `refused` (an index) and whatever is not there.
  InputServer(os::Fd socket, std::vector<Bytes> contents, std::optional<size_t> refused);
  ~InputServer() { thread_.join(); }

 private:
  std::thread thread_;
};

struct NamedContent {
  std::string name;
  Bytes content;
};

struct WasiWorldOptions {
  wasi::Program program = {};
  std::vector<NamedContent> inputs = {};
  std::optional<size_t> refused_input = {};
  size_t memory_bytes = 64U << 10;
  // Puts more into the table, or takes from it.
  std::function<void(wasi::Table&)> furnish = {};
};

class WasiWorld {
 public:
  // What is open at the start, after the standard streams.
  static constexpr wasi::Descriptor in = 3;      // "/in": the inputs
  static constexpr wasi::Descriptor out = 4;     // "/out": folder(), writable
  static constexpr wasi::Descriptor shared = 5;  // "/shared": the same folder, only for reading

  explicit WasiWorld(WasiWorldOptions options = {});
  ~WasiWorld();
  WasiWorld(const WasiWorld&) = delete;
  WasiWorld& operator=(const WasiWorld&) = delete;

  wasi::Host& host() { return *host_; }
  MutableBytes memory() { return memory_; }
  wasi::Guest guest() { return wasi::Guest(memory_); }

  // The folder of `out`, and the file beside it that no module may reach.
  std::string folder() const { return root_ + "/out"; }
  std::string outside() const { return root_ + "/outside"; }
  void write_file(const std::string& name, std::string_view content) const;
  std::string read_file(const std::string& name) const;
  // True while what lies outside is as it was made.
  bool outside_is_untouched() const;

  // The other ends of the standard streams. What comes out is read without waiting for more.
  void type(std::string_view text) const;
  void end_of_input() { typing_.reset(); }
  std::string printed() const;
  void stop_reading() { printed_.reset(); }

  // How the module ended, if it did.
  std::optional<uint32_t> exit_code() const { return exit_code_; }
  std::optional<wasi::Ended> ended() const { return ended_; }

  // Room in linear memory, one after the other; aligned to 8.
  wasi::Pointer room(size_t bytes);
  wasi::Pointer put(std::string_view text);
  // A list of iovec over room of these lengths, and the text that a reading left there.
  wasi::Pointer vectors(std::initializer_list<wasi::Size> lengths);
  wasi::Pointer vectors_of(std::initializer_list<std::string_view> texts);
  std::string gathered(wasi::Pointer list, wasi::Size count);
  std::string text_at(wasi::Pointer at, wasi::Size bytes);
  uint16_t u16(wasi::Pointer at) { return number<uint16_t>(at); }
  uint32_t u32(wasi::Pointer at) { return number<uint32_t>(at); }
  uint64_t u64(wasi::Pointer at) { return number<uint64_t>(at); }

  // path_open, for the tests of everything else.
  std::optional<wasi::Descriptor> open(std::string_view path, wasi::Rights base,
                                       wasi::Oflags oflags = 0, wasi::Fdflags flags = 0,
                                       wasi::Descriptor folder = out);

 private:
  wasi::Table furnished(const WasiWorldOptions& options);

  template <typename T>
  T number(wasi::Pointer at) {
    T value = 0;
    guest().load(at, value);
    return value;
  }

  std::string root_;
  Bytes memory_;
  size_t used_ = 16;
  os::Fd typing_;
  os::Fd printed_;
  std::optional<uint32_t> exit_code_;
  std::optional<wasi::Ended> ended_;
  std::optional<InputServer> server_;
  std::unique_ptr<wasi::Host> host_;  // before the server: it closes the socket
};

}  // namespace anchorhold::testkit
