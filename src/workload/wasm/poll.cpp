// poll_oneoff: waiting for clocks and streams.
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "workload/wasm/clocks.h"
#include "workload/wasm/errno_map.h"
#include "workload/wasm/file_status.h"
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

// The layouts of subscription and event.
constexpr uint64_t subscription_bytes = 48;
constexpr Pointer tag_at = 8;
constexpr Pointer subject_at = 16;  // a clock's number, or a descriptor
constexpr Pointer timeout_at = 24;
constexpr Pointer clock_flags_at = 40;
constexpr uint64_t event_bytes = 32;
constexpr size_t event_error_at = 8;
constexpr size_t event_type_at = 10;
constexpr size_t event_available_at = 16;
constexpr size_t event_flags_at = 24;

constexpr uint16_t absolute_time = 1;
constexpr uint16_t peer_hung_up = 1;
constexpr Size max_subscriptions = 4096;

enum class EventType : uint8_t { clock, fd_read, fd_write };

struct Subscription {
  uint64_t userdata = 0;
  EventType type = EventType::clock;
  Errno error = Errno::success;  // with any other, its event happens at once
  bool happened = false;
  clockid_t clock = CLOCK_MONOTONIC;
  uint64_t deadline = 0;  // on that clock
  int stream = -1;        // to be polled
  uint64_t available = 0;
  bool hung_up = false;
};

uint64_t saturated_sum(uint64_t a, uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

// One can wait for the clocks that go on while one waits. How long a wait is, no clock that can be
// set decides: only a time on the real clock is waited for on that.
void read_clock(const Guest& guest, Pointer at, Subscription& subscription) {
  uint32_t number = 0;
  uint64_t timeout = 0;
  uint16_t flags = 0;
  guest.load(at + subject_at, number);
  guest.load(at + timeout_at, timeout);
  guest.load(at + clock_flags_at, flags);
  const auto clock = clock_of(number);
  if (!clock || (flags & ~uint32_t{absolute_time}) != 0) {
    subscription.error = Errno::inval;
  } else if (*clock != CLOCK_REALTIME && *clock != CLOCK_MONOTONIC) {
    subscription.error = Errno::notsup;
  } else if ((flags & absolute_time) != 0) {
    subscription.clock = *clock;
    subscription.deadline = timeout;
  } else {
    subscription.deadline = saturated_sum(time_of(subscription.clock), timeout);
  }
}

uint64_t bytes_ahead(const Entry& entry) {
  uint64_t size = 0;
  uint64_t position = entry.position;
  if (entry.kind == Kind::input) {
    size = entry.inputs->list()[entry.input].bytes;
  } else {
    struct stat status = {};
    const off_t reached = ::lseek(entry.fd.get(), 0, SEEK_CUR);
    if (reached < 0 || ::fstat(entry.fd.get(), &status) != 0) return 0;
    size = static_cast<uint64_t>(status.st_size);
    position = static_cast<uint64_t>(reached);
  }
  return size > position ? size - position : 0;
}

// Files are always ready, as in POSIX; streams are asked.
void read_descriptor(const Guest& guest, Pointer at, Table& table, Subscription& subscription) {
  Descriptor fd = 0;
  guest.load(at + subject_at, fd);
  const bool reads = subscription.type == EventType::fd_read;
  const Found file =
      table.find_file(fd, right::poll_fd_readwrite | (reads ? right::fd_read : right::fd_write));
  if (!file) {
    subscription.error = file.error;
  } else if (file->kind == Kind::stream) {
    subscription.stream = file->fd.get();
  } else {
    subscription.happened = true;
    subscription.available = reads ? bytes_ahead(*file.entry) : 1;
  }
}

// Nothing when the type of one is unknown: then nothing says how to read it.
std::optional<std::vector<Subscription>> read_subscriptions(const Guest& guest, Pointer list,
                                                            Size count, Table& table) {
  std::vector<Subscription> subscriptions(count);
  for (Size i = 0; i < count; ++i) {
    const auto at = static_cast<Pointer>(list + i * subscription_bytes);
    uint8_t tag = 0;
    guest.load(at, subscriptions[i].userdata);
    guest.load(at + tag_at, tag);
    if (tag > static_cast<uint8_t>(EventType::fd_write)) return std::nullopt;
    subscriptions[i].type = static_cast<EventType>(tag);
    if (subscriptions[i].type == EventType::clock) {
      read_clock(guest, at, subscriptions[i]);
    } else {
      read_descriptor(guest, at, table, subscriptions[i]);
    }
    if (subscriptions[i].error != Errno::success) subscriptions[i].happened = true;
  }
  return subscriptions;
}

// The streams to ask, each once: a process may poll no more than it may have open.
std::vector<pollfd> streams_of(const std::vector<Subscription>& subscriptions) {
  std::vector<pollfd> streams;
  for (const Subscription& subscription : subscriptions) {
    if (subscription.stream < 0) continue;
    auto known = std::find_if(streams.begin(), streams.end(), [&](const pollfd& stream) {
      return stream.fd == subscription.stream;
    });
    if (known == streams.end()) {
      known = streams.insert(known, {.fd = subscription.stream, .events = 0, .revents = 0});
    }
    const int events = subscription.type == EventType::fd_read ? POLLIN : POLLOUT;
    known->events = static_cast<short>(known->events | events);
  }
  return streams;
}

void settle_stream(Subscription& subscription, const pollfd& stream) {
  const bool reads = subscription.type == EventType::fd_read;
  const bool ready = (stream.revents & (reads ? POLLIN : POLLOUT)) != 0;
  subscription.hung_up = (stream.revents & (POLLHUP | POLLERR)) != 0;
  subscription.happened = ready || subscription.hung_up || (stream.revents & POLLNVAL) != 0;
  if ((stream.revents & POLLNVAL) != 0) subscription.error = Errno::badf;
  // At least one byte goes through: how many, a stream does not say.
  subscription.available = ready ? 1 : 0;
}

// True when any event has happened by now.
bool settle(std::vector<Subscription>& subscriptions, const std::vector<pollfd>& streams) {
  bool any = false;
  for (Subscription& subscription : subscriptions) {
    if (subscription.stream >= 0) {
      const auto stream = std::find_if(streams.begin(), streams.end(), [&](const pollfd& one) {
        return one.fd == subscription.stream;
      });
      settle_stream(subscription, *stream);
    } else if (subscription.type == EventType::clock && !subscription.happened) {
      subscription.happened = time_of(subscription.clock) >= subscription.deadline;
    }
    any = any || subscription.happened;
  }
  return any;
}

// How long until the first clock; nothing without one.
std::optional<timespec> rest_of_wait(const std::vector<Subscription>& subscriptions) {
  std::optional<uint64_t> rest;
  for (const Subscription& subscription : subscriptions) {
    uint64_t own = 0;
    if (!subscription.happened) {
      if (subscription.type != EventType::clock) continue;
      const uint64_t now = time_of(subscription.clock);
      own = subscription.deadline > now ? subscription.deadline - now : 0;
    }
    rest = std::min(rest.value_or(UINT64_MAX), own);
  }
  if (!rest) return std::nullopt;
  return timespec_of(*rest);
}

Errno wait(std::vector<Subscription>& subscriptions) {
  std::vector<pollfd> streams = streams_of(subscriptions);
  for (;;) {
    const auto rest = rest_of_wait(subscriptions);
    const int woken = ::ppoll(streams.data(), streams.size(), rest ? &*rest : nullptr, nullptr);
    if (woken < 0 && errno != EINTR) return last_errno();
    if (woken >= 0 && settle(subscriptions, streams)) return Errno::success;
  }
}

void store_event(MutableBytes out, const Subscription& subscription) {
  ByteArray<event_bytes> event = {};
  const auto error = static_cast<uint16_t>(subscription.error);
  std::memcpy(event.data(), &subscription.userdata, sizeof subscription.userdata);
  std::memcpy(&event[event_error_at], &error, sizeof error);
  event[event_type_at] = static_cast<uint8_t>(subscription.type);
  std::memcpy(&event[event_available_at], &subscription.available, sizeof subscription.available);
  if (subscription.hung_up) event[event_flags_at] = peer_hung_up;
  std::memcpy(out.data(), event.data(), event.size());
}

}  // namespace

// Events come in the order of their subscriptions. A subscription that cannot be is an event with
// its error; the others are then looked at, not waited for.
Errno Host::poll_oneoff(Pointer in, Pointer out, Size count, Pointer events) {
  if (count == 0 || count > max_subscriptions) return Errno::inval;
  const Guest guest = this->guest();
  const auto places = guest.range(out, count * event_bytes);
  if (!places || !guest.range(in, count * subscription_bytes) ||
      !guest.range(events, sizeof(Size))) {
    return Errno::fault;
  }
  auto subscriptions = read_subscriptions(guest, in, count, table_);
  if (!subscriptions) return Errno::inval;
  const Errno waited = wait(*subscriptions);
  if (waited != Errno::success) return waited;
  Size happened = 0;
  for (const Subscription& subscription : *subscriptions) {
    if (!subscription.happened) continue;
    store_event(places->subspan(happened * event_bytes), subscription);
    ++happened;
  }
  guest.store(events, happened);
  return Errno::success;
}

}  // namespace anchorhold::wasi
