#include "workload/wasm/host.h"

#include <sched.h>

#include "os/random.h"

namespace anchorhold::wasi {

namespace {

// The signals of the standard, after `none`.
constexpr uint32_t last_signal = 30;

// What *_sizes_get says of a list: how many, and the bytes of all with the NUL of each.
Errno store_sizes(const Guest& guest, const std::vector<std::string>& list, Pointer count,
                  Pointer bytes) {
  uint64_t sum = 0;
  for (const std::string& text : list) sum += text.size() + 1;
  if (list.size() > UINT32_MAX || sum > UINT32_MAX) return Errno::overflow;
  const bool stored = guest.store(count, static_cast<Size>(list.size())) &&
                      guest.store(bytes, static_cast<Size>(sum));
  return stored ? Errno::success : Errno::fault;
}

// What *_get says: where each begins, and all of them one after the other.
Errno store_list(const Guest& guest, const std::vector<std::string>& list, Pointer places,
                 Pointer buffer) {
  uint64_t place = places;
  uint64_t begin = buffer;
  for (const std::string& text : list) {
    const uint64_t bytes = text.size() + 1;
    if (begin > UINT32_MAX || place > UINT32_MAX) return Errno::fault;
    const auto at = static_cast<Pointer>(begin);
    const auto room = guest.range(at, bytes);
    if (!room || !guest.store(static_cast<Pointer>(place), at)) return Errno::fault;
    std::memcpy(room->data(), text.c_str(), bytes);
    place += sizeof(Pointer);
    begin += bytes;
  }
  return Errno::success;
}

}  // namespace

Host::Host(Program program, Table table, LinearMemory memory, std::function<void(uint32_t)> exit,
           std::function<void(Ended)> end)
    : program_(std::move(program)),
      table_(std::move(table)),
      memory_(std::move(memory)),
      exit_(std::move(exit)),
      end_(std::move(end)) {}

Errno Host::args_get(Pointer argv, Pointer buffer) {
  return store_list(guest(), program_.args, argv, buffer);
}

Errno Host::args_sizes_get(Pointer count, Pointer bytes) {
  return store_sizes(guest(), program_.args, count, bytes);
}

Errno Host::environ_get(Pointer environ, Pointer buffer) {
  return store_list(guest(), program_.env, environ, buffer);
}

Errno Host::environ_sizes_get(Pointer count, Pointer bytes) {
  return store_sizes(guest(), program_.env, count, bytes);
}

void Host::proc_exit(uint32_t status) {
  exit_(status);
}

// A module has no way to handle a signal, so none is delivered.
Errno Host::proc_raise(uint32_t signal) {
  if (signal > last_signal) return Errno::inval;
  return signal == 0 ? Errno::success : Errno::notsup;
}

Errno Host::random_get(Pointer buffer, Size bytes) {
  const auto place = guest().range(buffer, bytes);
  if (!place) return Errno::fault;
  os::SystemRandom random;
  return random.fill(*place).ok() ? Errno::success : Errno::io;
}

Errno Host::sched_yield() {
  ::sched_yield();
  return Errno::success;
}

}  // namespace anchorhold::wasi
