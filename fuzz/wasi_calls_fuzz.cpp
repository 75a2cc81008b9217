// A module that calls the host with whatever it likes: bytes fill its memory and choose functions
// and arguments. No call reaches memory outside of the module's, nor a file outside of its folders.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <tuple>

#include "base/reader.h"
#include "check.h"
#include "testkit/wasi_world.h"

using namespace anchorhold;
using testkit::WasiWorld;
using wasi::Errno;
using wasi::Host;

namespace {

constexpr size_t memory_bytes = 4096;
constexpr size_t most_calls = 64;
constexpr uint64_t most_allocated = 1U << 20;
constexpr uint64_t most_nanoseconds = 1000;

// An argument is one byte: below 0xf0 it stands for itself, above for what is worth a try or for
// the number that follows.
constexpr uint8_t first_special = 0xf0;
constexpr std::array<uint64_t, 14> specials = {memory_bytes,
                                               memory_bytes - 1,
                                               memory_bytes + 1,
                                               memory_bytes - 8,
                                               0x100,
                                               0x200,
                                               0x400,
                                               INT32_MAX,
                                               UINT32_MAX,
                                               UINT32_MAX - 7,
                                               INT64_MAX,
                                               uint64_t{INT64_MAX} + 1,
                                               UINT64_MAX - 7,
                                               UINT64_MAX};
constexpr uint8_t word_follows = 0xfe;
constexpr uint8_t long_follows = 0xff;

// Module: what the bytes make the module do.
class Module {
 public:
  Module(WasiWorld& world, ByteView bytes) : world_(world), in_("calls", bytes) {}

  Host& host() { return world_.host(); }
  WasiWorld& world() { return world_; }
  bool goes_on() const { return !in_.empty(); }

  uint8_t byte() {
    const auto next = in_.u8();
    return next.ok() ? *next : 0;
  }
  uint64_t number() {
    const uint8_t chosen = byte();
    if (chosen == long_follows) {
      const auto next = in_.u64le();
      return next.ok() ? *next : 0;
    }
    if (chosen == word_follows) {
      const auto next = in_.u32le();
      return next.ok() ? *next : 0;
    }
    return chosen < first_special ? chosen : specials[chosen - first_special];
  }
  // Bytes of its memory: where, how many, and what.
  Errno write() {
    const uint64_t at = number() % memory_bytes;
    const auto bytes = in_.view(std::min<size_t>({byte(), in_.remaining(), memory_bytes - at}));
    std::copy(bytes->begin(), bytes->end(), world_.memory().begin() + static_cast<long>(at));
    return Errno::success;
  }

 private:
  WasiWorld& world_;
  Reader in_;
};

template <typename... P>
Errno invoke(Module& module, Errno (Host::*function)(P...)) {
  const std::tuple<P...> arguments{static_cast<P>(module.number())...};
  return std::apply([&](P... each) { return (module.host().*function)(each...); }, arguments);
}

template <auto function>
Errno call(Module& module) {
  return invoke(module, function);
}

using FileId = std::pair<uint64_t, uint64_t>;  // device and inode

FileId id_of(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

// A status in linear memory is of nothing that no path may lead to.
void check_status(WasiWorld& world, wasi::Pointer at) {
  const std::array hidden = {id_of(world.outside()), id_of(world.folder() + "/.."), id_of("/")};
  const FileId id = {world.u64(at), world.u64(at + 8)};
  fuzz::check(std::find(hidden.begin(), hidden.end(), id) == hidden.end());
}

Errno look(Module& module) {
  const auto fd = static_cast<wasi::Descriptor>(module.number());
  const auto flags = static_cast<wasi::Lookupflags>(module.number());
  const auto path = static_cast<wasi::Pointer>(module.number());
  const auto bytes = static_cast<wasi::Size>(module.number());
  const auto stat = static_cast<wasi::Pointer>(module.number());
  const Errno result = module.host().path_filestat_get(fd, flags, path, bytes, stat);
  if (result == Errno::success) check_status(module.world(), stat);
  return result;
}

Errno leave(Module& module) {
  const auto status = static_cast<uint32_t>(module.number());
  module.host().proc_exit(status);
  fuzz::check(module.world().exit_code() == status);
  return Errno::success;
}

// Disks fill, and that is not what this is about.
Errno allocate(Module& module) {
  const auto fd = static_cast<wasi::Descriptor>(module.number());
  const uint64_t offset = module.number();
  return module.host().fd_allocate(fd, offset, module.number() % most_allocated);
}

// The same for time: clocks wait for an instant, until their start, or not at all. A stream is
// always ready here.
Errno poll(Module& module) {
  const auto in = static_cast<wasi::Pointer>(module.number());
  const auto out = static_cast<wasi::Pointer>(module.number());
  const auto count = static_cast<wasi::Size>(module.number());
  const wasi::Guest guest = module.world().guest();
  for (uint64_t at = uint64_t{in} + 24; at < memory_bytes; at += 48) {
    uint64_t timeout = 0;
    guest.load(static_cast<wasi::Pointer>(at), timeout);
    guest.store(static_cast<wasi::Pointer>(at), timeout % most_nanoseconds);
  }
  return module.host().poll_oneoff(in, out, count, static_cast<wasi::Pointer>(module.number()));
}

Errno write_memory(Module& module) {
  return module.write();
}

constexpr Errno (*functions[])(Module&) = {
    write_memory,
    call<&Host::args_get>,
    call<&Host::args_sizes_get>,
    call<&Host::environ_get>,
    call<&Host::environ_sizes_get>,
    call<&Host::clock_res_get>,
    call<&Host::clock_time_get>,
    call<&Host::fd_advise>,
    allocate,
    call<&Host::fd_close>,
    call<&Host::fd_datasync>,
    call<&Host::fd_fdstat_get>,
    call<&Host::fd_fdstat_set_flags>,
    call<&Host::fd_fdstat_set_rights>,
    call<&Host::fd_filestat_get>,
    call<&Host::fd_filestat_set_size>,
    call<&Host::fd_filestat_set_times>,
    call<&Host::fd_pread>,
    call<&Host::fd_prestat_get>,
    call<&Host::fd_prestat_dir_name>,
    call<&Host::fd_pwrite>,
    call<&Host::fd_read>,
    call<&Host::fd_readdir>,
    call<&Host::fd_renumber>,
    call<&Host::fd_seek>,
    call<&Host::fd_sync>,
    call<&Host::fd_tell>,
    call<&Host::fd_write>,
    call<&Host::path_create_directory>,
    look,
    call<&Host::path_filestat_set_times>,
    call<&Host::path_link>,
    call<&Host::path_open>,
    call<&Host::path_readlink>,
    call<&Host::path_remove_directory>,
    call<&Host::path_rename>,
    call<&Host::path_symlink>,
    call<&Host::path_unlink_file>,
    poll,
    leave,
    call<&Host::proc_raise>,
    call<&Host::random_get>,
    call<&Host::sched_yield>,
    call<&Host::sock_accept>,
    call<&Host::sock_recv>,
    call<&Host::sock_send>,
    call<&Host::sock_shutdown>,
};

// Nothing that is open lies outside.
void check_descriptors(WasiWorld& world) {
  for (wasi::Descriptor fd = 0; fd < most_calls; ++fd) {
    if (world.host().fd_filestat_get(fd, 0) == Errno::success) check_status(world, 0);
  }
}

// What a folder may hold when the module begins, links that lead out among it.
void furnish_folder(const WasiWorld& world) {
  world.write_file("file", "some text");
  std::filesystem::create_directories(world.folder() + "/sub/deep");
  std::filesystem::create_symlink("file", world.folder() + "/link");
  std::filesystem::create_symlink("../outside", world.folder() + "/out");
  std::filesystem::create_symlink("..", world.folder() + "/up");
  std::filesystem::create_symlink("/", world.folder() + "/root");
  std::filesystem::create_symlink("loop", world.folder() + "/loop");
}

void keep_output_from_filling_up(wasi::Table& table) {
  table.find(1)->fd = os::Fd(::open("/dev/null", O_WRONLY | O_CLOEXEC));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  WasiWorld world({.program = {{"app", "argument"}, {"NAME=value"}},
                   .inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}, {"empty", {}}},
                   .memory_bytes = memory_bytes,
                   .furnish = keep_output_from_filling_up});
  furnish_folder(world);
  world.type("typed");
  world.end_of_input();
  world.stop_reading();
  Module module(world, {data, size});
  for (size_t i = 0; i < most_calls && module.goes_on(); ++i) {
    const Errno result = functions[module.byte() % std::size(functions)](module);
    fuzz::check(result <= Errno::notcapable);
  }
  check_descriptors(world);
  fuzz::check(world.outside_is_untouched());
  fuzz::check(!world.ended());
  return 0;
}
